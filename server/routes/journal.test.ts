import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App, Services } from "../app.ts";
import { JihengError } from "../errors.ts";
import type { EntryDetail, ToldEntry } from "../jobs/journal/told-entry.ts";
import type { ExportedHeads } from "../journal/heads.ts";
import { Journal } from "../journal/journal.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import journalRoutes from "./journal.ts";

const provinces = (...codes: string[]): Scope => ({ all: false, side: "either", provinces: codes });
const scopes: Record<string, Scope> = {
  wang: provinces("410000"),
  zheng: { all: false, side: "insured", provinces: [], cities: ["410100"] },
  hu: provinces("310000"),
  both: provinces("310000", "410000"),
  guo: { all: true },
};
const PERSON = "0123abcd-0123-4567-89ab-0123456789ab";

let folder: string;
let journal: Journal;
let principal: Principal = nationalPrincipal;
const submitted: unknown[] = [];
const app: App = Fastify({ logger: false }).withTypeProvider<TypeBoxTypeProvider>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "jiheng-journal-route-"));
  journal = await Journal.open(path.join(folder, "journal"));
  await journal.append("guo", "account.made", {
    account: "wang",
    name: "王",
    role: "province",
    password: "$argon2id$x",
    scope: scopes.wang!,
  });
  await journal.append("wang", "verdict.given", {
    ...{
      finding: "f".repeat(32),
      label: "confirmed",
      strength: "desk",
      reason: "证件 411202199001011230，电话 13812345678",
    },
    ...{ shown: ['{"disease":"M01600"}'], claims: ["C1"] },
  });
  await journal.append("zheng", "person.opened", { person: PERSON, reason: "核对 <script>alert(1)</script>" });
  await journal.append("hu", "findings.exported", { format: "csv", rows: 12 });
  await journal.append("both", "rule.released", { rule: "XR-01" });
  const accounts = {
    get: (id: string) => (scopes[id] ? { scope: scopes[id] } : undefined),
    nameOf: (id: string) => `名 ${id}`,
  };
  const jobs = { submit: (...given: unknown[]) => ({ id: submitted.push(given) }) };
  app.decorate("services", { house: { journal, access: { accounts } }, jobs } as unknown as Services);
  app.decorateRequest("principal");
  app.addHook("onRequest", async (request) => {
    request.principal = principal;
  });
  app.setErrorHandler((cause, _, reply) =>
    cause instanceof JihengError ? reply.code(cause.status).send(cause.code) : reply.code(400).send("invalid"),
  );
  await app.register(async (within) => journalRoutes(within as App));
});
afterAll(async () => {
  await journal.close();
  await rm(folder, { recursive: true });
});

const as = (id: string) => {
  principal = { ...nationalPrincipal, id, scope: scopes[id]! };
};
async function get<T>(url: string): Promise<T> {
  const response = await app.inject(encodeURI(url));
  expect([url, response.statusCode]).toEqual([url, 200]);
  return response.json();
}
const seqs = async (query = "") =>
  (await get<{ entries: ToldEntry[] }>(`/api/journal${query}`)).entries.map(({ seq }) => seq);

test("the nation reads all; a province the acts of accounts within its scope, whatever it asks for", async () => {
  as("guo");
  expect(await seqs()).toEqual([5, 4, 3, 2, 1]);
  as("wang");
  expect(await seqs()).toEqual([3, 2]);
  expect(await seqs("?actor=hu,guo,zheng")).toEqual([3]);
  expect(await seqs("?actor=hu")).toEqual([]);
  expect(await seqs("?text=XR-01")).toEqual([]);
  expect((await app.inject("/api/journal/4")).statusCode).toBe(404);
  const { acts, actors } = await get<{ acts: { act: string }[]; actors: { id: string }[] }>("/api/journal/facets");
  expect([acts.map(({ act }) => act).sort(), actors.map(({ id }) => id)]).toEqual([
    ["person.opened", "verdict.given"],
    ["wang", "zheng"],
  ]);
  as("hu");
  expect(await seqs()).toEqual([4]);
});

test.each([
  ["?act=verdict.given,rule.released", [5, 2]],
  ["?text=核查结论", [2]],
  ["?text=confirmed desk", [2]],
  ["?subject=XR-01", [5]],
  ["?subject=0123abcd…", [3]],
  ["?from=2020-01-01&to=2020-12-31", []],
  ["?text=411202199001011230", []],
  ["?text=argon2id", []],
  ["?text=M01600", []],
  [`?text=${PERSON}`, []],
])("%s finds %j: only what readers see is searched", async (query, wanted) => {
  as("guo");
  expect(await seqs(query)).toEqual(wanted);
});

test("entries say who did what; secrets, evidence and persons are not among it", async () => {
  as("guo");
  const { entries } = await get<{ entries: ToldEntry[] }>("/api/journal?act=person.opened");
  expect(entries[0]).toMatchObject({
    ...{
      actor: { id: "zheng", name: "名 zheng" },
      label: { zh: "打开人员页" },
      subject: { kind: "person", id: "0123abcd…" },
    },
    summary: "核对 <script>alert(1)</script>",
  });
  const verdict = await get<EntryDetail>("/api/journal/2");
  expect(verdict.data).toEqual({
    ...{ finding: "f".repeat(32), label: "confirmed", strength: "desk" },
    reason: "证件 4112**********1230，电话 138****5678",
  });
  expect((await get<EntryDetail>("/api/journal/1")).data).toEqual({
    ...{ account: "wang", name: "王", role: "province" },
    scope: scopes.wang,
  });
  expect(verdict.prev).toBe((await get<EntryDetail>("/api/journal/1")).hash);
});

test("pages follow each other, and what is appended stands in the next answer", async () => {
  as("guo");
  const first = await get<{ entries: ToldEntry[]; next: number; total: number }>("/api/journal?limit=2");
  expect([first.entries.map(({ seq }) => seq), first.next, first.total]).toEqual([[5, 4], 4, 5]);
  expect(await seqs("?limit=3&before=4")).toEqual([3, 2, 1]);
  await journal.append("guo", "rule.released", { rule: "XR-02" });
  expect(await seqs("?text=xr-02")).toEqual([6]);
  const { heads } = await get<ExportedHeads>("/api/journal/heads.json");
  expect(heads.at(-1)).toMatchObject(journal.head);
});

test("a verification is a job, with the heads that were sent", async () => {
  const { heads } = await get<ExportedHeads>("/api/journal/heads");
  const sent = await app.inject({ method: "POST", url: "/api/journal/verifications", payload: { heads } });
  expect([sent.statusCode, sent.json()]).toEqual([202, { job: 1 }]);
  expect(submitted).toEqual([["verify", { arguments: ["journal"], compare: heads }, principal]]);
});

test.each(["?limit=501", "?before=0", "?from=yesterday", `?text=${"x".repeat(201)}`])(
  "%s is refused",
  async (query) => {
    expect((await app.inject(`/api/journal${query}`)).statusCode).toBe(400);
  },
);
