import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { FactsFixture } from "../facts/facts.fixture.ts";
import { loadNotes } from "../facts/note.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import quality from "./quality.ts";

const facts = await FactsFixture.create(["claim"]);
const read = <T>(_: Principal, work: (reader: Reader) => Promise<T>) => work(new Reader(facts.connection));
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", { house: { database: { read } } } as unknown as Services);
app.decorateRequest("principal");
let scope: Scope = { all: true };
app.addHook("onRequest", async (request) => {
  request.principal = { ...nationalPrincipal, scope };
});
await app.register(async (within) => quality(within as App));

interface Answer {
  asOf: number;
  notes: { id: string; records: number; examples: Record<string, string | null>[] }[];
}

async function answer(of: Scope): Promise<Answer> {
  scope = of;
  const response = await app.inject("/api/quality");
  expect(response.statusCode).toBe(200);
  return response.json();
}

beforeAll(async () => {
  const masked = { certificate_fault: "masked" };
  await facts.load([
    ...Array.from({ length: 12 }, (_, i) => ({
      ...masked,
      settlement_id: `S${i}`,
      encounter_id: `E${i}`,
      person_no: `P${i}`,
    })),
    { ...masked, settlement_id: "T1", encounter_id: "F1", person_no: "P0", care_area: "310000" },
  ]);
  await facts.catchUp();
});

test("every note is there, with its count and at most ten examples", async () => {
  const { asOf, notes } = await answer({ all: true });
  expect(asOf).toBe(1);
  expect(notes.map(({ id }) => id)).toEqual((await loadNotes()).map(({ id }) => id));
  const masked = notes.find(({ id }) => id === "certificate_masked");
  expect(masked).toMatchObject({ subject: "person", records: 12, title: { zh: "证件号码被遮蔽" } });
  expect(masked?.examples).toHaveLength(10);
  const example = { record: "410100 P0", detail: "settlement", insured: "410000" };
  expect(masked?.examples.slice(0, 2)).toEqual([
    { ...example, care: "110000" },
    { ...example, care: "310000" },
  ]);
  expect(notes.find(({ id }) => id === "certificate_length")).toMatchObject({ records: 0, examples: [] });
});

test.each<[Scope, number]>([
  [{ all: false, side: "insured", provinces: ["410000"] }, 12],
  [{ all: false, side: "care", provinces: ["310000"] }, 1],
  [{ all: false, side: "either", provinces: ["310000", "110000"] }, 12],
  [{ all: false, side: "care", provinces: ["410000"] }, 0],
  [{ all: false, side: "either", provinces: [] }, 0],
])("only what concerns the scope %j is counted", async (of, records) => {
  const { notes } = await answer(of);
  expect(notes.find(({ id }) => id === "certificate_masked")?.records).toBe(records);
});
