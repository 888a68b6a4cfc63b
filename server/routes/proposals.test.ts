import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { JihengError } from "../errors.ts";
import type { Options } from "../jobs/command.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import consistency from "./consistency.ts";
import proposals from "./proposals.ts";

const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
await connection.run(`create table resettlement as select *, timestamp '2024-03-01 08:00:00' as settled_at from (values
  ('330000', '330100', '310', null, 'policy', 'inpatient', 'retired', '3', 'LT_RETIRE', false),
  ('330000', '330100', '390', '330100-390@2024-01-01', null, 'inpatient', 'resident_adult', '3', 'NONE', true),
  ('410000', '410100', '310', '410100-310@2020-01-01', null, 'inpatient', 'retired', '3', 'NONE', false))
  as t (insured_province, insured_city, scheme, policy_id, cannot, care_group, person_group, tier, filing, policy_defect), range(60)`);
await connection.run(
  `create table policy_agreement as select '330100-390@2024-01-01' as policy_id, '330100' as insured_city, true as defect`,
);
await connection.run(`create table consistency_difference as from (values
  ('A1', '330000', '330100', '110000', 'H1', date '2024-03-01', '310', 'inpatient', 'retired', '3', 'LT_RETIRE', '2024', null::integer, 'ratio', 0.9, 0.8, 60::bigint, 0.95, 120.00),
  ('A2', '410000', '410200', '110000', 'H1', date '2024-03-01', '310', 'inpatient', 'retired', '3', 'LT_RETIRE', '2024', 1, 'deductible', 700, 900, 60::bigint, 0.95, -200.00))
  as t (claim_id, insured_province, insured_city, care_province, institution_code, month, scheme, care_group, person_group, tier, filing, benefit_year, admission, what, recorded, usual, rows, share, amount)`);

let principal: Principal = nationalPrincipal;
const zhejiang: Principal = { ...nationalPrincipal, scope: { all: false, side: "insured", provinces: ["330000"] } };
const henan: Principal = { ...nationalPrincipal, scope: { all: false, side: "insured", provinces: ["410000"] } };
const submitted: { name: string; options: Options; text: string }[] = [];
const stage = mkdtempSync(path.join(os.tmpdir(), "jiheng-proposals-"));
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();
app.decorate("services", {
  house: {
    database: { read: async (_: unknown, work: (reader: Reader) => unknown) => work(new Reader(connection)) },
    folder: { stage },
  },
  jobs: {
    submit(name: string, options: Options) {
      const [, file] = options.arguments as string[];
      submitted.push({ name, options, text: readFileSync(file!, "utf8") });
      return { id: 7 };
    },
    wait: async () => ({}),
  },
} as unknown as Services);
app.decorateRequest("principal");
app.addHook("onRequest", async (request) => {
  request.principal = principal;
});
app.setErrorHandler((error, _, reply) => reply.code(error instanceof JihengError ? error.status : 500).send(error));
await app.register(async (scope) => {
  proposals(scope as App);
  consistency(scope as App);
});

const ask = async (as: Principal, address: string, body?: object) => {
  principal = as;
  const answer = await app.inject(body ? { method: "POST", url: address, payload: body } : address);
  return { status: answer.statusCode, json: answer.json() };
};

test("lists areas without a policy and with one their payments contradict, of the principal's provinces", async () => {
  const { json } = await ask(zhejiang, "/api/policies/proposals");
  expect(json.proposals).toEqual([
    {
      area: "330100",
      scheme: "310",
      why: "no_policy",
      policies: [],
      claims: 60,
      first: "2024-03-01",
      last: "2024-03-01",
      possible: true,
    },
    {
      area: "330100",
      scheme: "390",
      why: "policy_defect",
      policies: ["330100-390@2024-01-01"],
      claims: 60,
      first: "2024-03-01",
      last: "2024-03-01",
      possible: true,
    },
  ]);
  expect((await ask(henan, "/api/policies/proposals")).json.proposals).toEqual([]);
});

test("takes a confirmed file in force as the command does", async () => {
  const { status, json } = await ask(zhejiang, "/api/policies/proposals/330100/310", { text: "area: …" });
  expect([status, json]).toEqual([202, { job: 7, file: "330100-310.yaml" }]);
  expect(submitted).toMatchObject([{ name: "policies", text: "area: …" }]);
  const [, file] = submitted[0]!.options.arguments as string[];
  expect(path.basename(file!)).toBe("330100-310.yaml");
  await expect.poll(() => existsSync(file!)).toBe(false);
});

test("knows nothing of an area of another province", async () => {
  for (const body of [undefined, { text: "area: …" }])
    expect((await ask(henan, "/api/policies/proposals/330100/310", body)).status).toBe(404);
  expect(submitted).toHaveLength(1);
});

test("lists what is not as its like, of the principal's provinces", async () => {
  const { json } = await ask(nationalPrincipal, "/api/resettlement/consistency");
  expect(json).toMatchObject({
    total: 2,
    rows: [
      { claim_id: "A2", amount: "-200.00" },
      { claim_id: "A1", usual: "0.8" },
    ],
  });
  expect((await ask(henan, "/api/resettlement/consistency")).json).toMatchObject({
    total: 1,
    rows: [{ claim_id: "A2" }],
  });
  expect((await ask(henan, "/api/resettlement/consistency?what=ratio")).json).toEqual({ total: 0, rows: [] });
});
