import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { tableFromIPC } from "@uwdata/flechette";
import Fastify from "fastify";
import { beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { JihengError } from "../errors.ts";
import { FactsFixture } from "../facts/facts.fixture.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import figures from "./figures.ts";
import watermark from "./watermark.ts";

const facts = await FactsFixture.create(["cubes"]);
const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(facts.connection));
const app: App = Fastify({
  logger: false,
  routerOptions: { maxParamLength: 4000 },
}).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", { house: { database: { read } } } as unknown as Services);
app.decorateRequest("principal");
app.addHook("onRequest", async (request) => {
  request.principal = nationalPrincipal;
});
app.setErrorHandler((error, _, reply) => reply.code(error instanceof JihengError ? error.status : 500).send(error));
await app.register(async (scope) => figures(scope as App));
await app.register(async (scope) => watermark(scope as App));

beforeAll(async () => {
  await facts.load([{ generated_scale: 50 }, { settlement_id: "S2", encounter_id: "E2", care_area: "310000" }]);
  await facts.catchUp();
});

test("figures come by column, with their watermark", async () => {
  const answer = await app.inject(
    "/api/figures?measure=visits,fund_ratio&by=month,care&from=2021-01&to=2021-11&insured=410000,110000&scheme=",
  );
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({
    columns: {
      month: ["2021-03", "2021-03"],
      care: ["110000", "310000"],
      visits: [1, 1],
      fund_ratio: ["0.580773", "0.580773"],
    },
    rows: 2,
    watermark: { lastBatch: 1, generatedScale: 50, generated: true, months: { first: "2021-03", last: "2021-03" } },
    definitions: ["visits", "fund_ratio"],
  });
});

test("the same as Arrow, money as a number", async () => {
  const answer = await app.inject("/api/figures?measure=total_cost&by=care&format=arrow");
  expect(answer.headers["content-type"]).toBe("application/vnd.apache.arrow.stream");
  const table = tableFromIPC(answer.rawPayload);
  expect([...table.getChild("care")]).toEqual(["110000", "310000"]);
  expect([...table.getChild("total_cost")]).toEqual([24278, 24278]);
});

test("a figure is had again by its id, the same as Arrow", async () => {
  const path = "/api/figures?measure=visits,fund_ratio&by=care&care_scope=cross_province";
  const { id, columns } = (await app.inject(path)).json();
  expect((await app.inject(`${path}&format=arrow`)).headers["x-figure-id"]).toBe(id);
  const again = await app.inject(`/api/figures/by-id/${id}`);
  expect(again.json()).toMatchObject({ id, equal: true, sameScope: true, asOf: 1, figures: { id, columns } });
  expect((await app.inject(`/api/figures/by-id/${id}0`)).json()).toMatchObject({ code: "figure.bad_id" });
});

test("what is not known is refused by name", async () => {
  for (const [query, code] of [
    ["measure=profit", "figure.unknown_measure"],
    ["by=colour", "figure.unknown_dimension"],
    ["colour=red", "figure.unknown_dimension"],
    ["as_of=1.5", "figure.bad_number"],
  ]) {
    const answer = await app.inject(`/api/figures?${query}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, code]);
  }
});

test("every measure and dimension says what it is", async () => {
  const { measures, dimensions } = (await app.inject("/api/figures/definitions")).json();
  expect(measures.map(({ id }: { id: string }) => id)).toContain("reduced_advance");
  for (const { label, population, formula, source, needs } of measures) {
    for (const text of [label.zh, label.en, population.zh, population.en, formula.zh, formula.en, source]) {
      expect(text.length).toBeGreaterThan(1);
    }
    expect(needs.length).toBeGreaterThan(0);
  }
  expect(dimensions).toContainEqual(
    expect.objectContaining({ id: "pair", columns: ["insured", "care"], filter: false }),
  );
});

test("the watermark stands alone too", async () => {
  const mark = (await app.inject("/api/watermark")).json();
  expect(mark).toMatchObject({ lastSettledAt: "2021-03-11T10:00:00", scopes: { cross_province: 2 }, hasTiles: true });
  expect(mark.ruleSet).toMatch(/^[0-9a-f]{7}$/);
});
