import { DuckDBInstance } from "@duckdb/node-api";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { regionInserts } from "../facts/regions.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import regions from "./regions.ts";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
for (const { text, values } of [createTable(loadDictionary().table("region")), ...regionInserts()]) {
  await connection.run(text, [...values]);
}
const read = async (_: unknown, work: (reader: Reader) => unknown) => work(new Reader(connection));
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", { house: { database: { read } } } as unknown as Services);
app.decorateRequest("principal");
app.addHook("onRequest", async (request) => {
  request.principal = nationalPrincipal;
});
await app.register(async (scope) => regions(scope as App));

test("provinces by default, areas on request", async () => {
  const provinces = (await app.inject("/api/regions")).json().regions;
  expect(provinces).toHaveLength(36);
  expect(provinces[0]).toMatchObject({ code: "000000", level: "country", tile: null });
  expect(provinces.find(({ code }: { code: string }) => code === "340000")).toMatchObject({
    name: { zh: "安徽", en: "Anhui" },
    short: "皖",
    tile: [6, 4],
    inScheme: true,
  });
  const all = (await app.inject("/api/regions?level=area")).json().regions;
  expect(all.find(({ code }: { code: string }) => code === "340100")).toMatchObject({
    name: { zh: "合肥市", en: null },
    province: "340000",
  });
  expect((await app.inject("/api/regions?level=village")).statusCode).toBe(400);
});
