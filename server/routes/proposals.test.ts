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
