import { DuckDBInstance } from "@duckdb/node-api";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { policiesOf, shippedSources } from "../settle/policies/sources.ts";
import { loadTerms } from "../settle/policies/terms.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import policies from "./policies.ts";

const sources = shippedSources();
const chosen = sources.policies.filter(({ file }) => /610500-390|410000-310/.test(file));
const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
await loadTerms(connection, policiesOf(chosen));
await connection.run(`create table policy_agreement as from (values
  ('610500-390@2020-01-01', '610500', 100, 30, 0.3, true), ('410000-310@2020-01-01', '410200', 60, 1, 0.0167, false),
  ('410000-310@2020-01-01', '410300', 40, 2, 0.05, false)) as t (policy_id, insured_city, judged, differing, share, defect)`);

let principal: Principal = nationalPrincipal;
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", {
  house: {
    database: { read: async (_: unknown, work: (reader: Reader) => unknown) => work(new Reader(connection)) },
    ownTerms: { sources: async () => ({ ...sources, policies: chosen }) },
    folder: { stage: "" },
  },
} as unknown as Services);
app.decorateRequest("principal");
app.addHook("onRequest", async (request) => {
  request.principal = principal;
});
await app.register(async (scope) => policies(scope as App));

test("lists versions with where they hold and how payments agree", async () => {
  const answer = (await app.inject("/api/policies")).json();
  const weinan = answer.policies.filter(({ file }: { file: string }) => file === "areas/610500-390.yaml");
  expect(weinan).toMatchObject([
    {
      policy: "610500-390@2020-01-01",
      line: 6,
      from: "2020-01-01",
      to: "2023-12-31",
      areas: ["610500"],
      judged: 100,
      differing: 30,
      defects: ["610500"],
    },
    {
      policy: "610500-390@2024-01-01",
      from: "2024-01-01",
      to: null,
      own: false,
      confidence: "illustrative",
      judged: 0,
      defects: [],
    },
  ]);
  expect(weinan[0].title.zh).toMatch(/渭南/);
  const henan = answer.policies.find(({ file }: { file: string }) => file === "provinces/410000-310.yaml");
  expect(henan).toMatchObject({ judged: 100, differing: 3, defects: [] });
  expect(henan.areas).toContain("410200");
  expect(henan.areas).toContain("410100");
});

test("counts the agreement of the principal's own areas only", async () => {
  principal = { ...nationalPrincipal, scope: { all: false, side: "insured", provinces: ["610000"] } };
  const answer = (await app.inject("/api/policies")).json().policies;
  principal = nationalPrincipal;
  expect(answer.reduce((sum: number, { judged }: { judged: number }) => sum + judged, 0)).toBe(100);
});

test("gives a file's text, whose lines the terms name", async () => {
  const answer = (await app.inject(`/api/policies/${encodeURIComponent("areas/610500-390.yaml")}`)).json();
  expect(answer.text.split("\n")[answer.versions[1].line - 1]).toBe("  - valid_from: 2024-01-01");
  expect((await app.inject("/api/policies/..%2F..%2Fpackage.json")).json()).toMatchObject({
    code: "request.not_found",
  });
});
