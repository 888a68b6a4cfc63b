import { beforeAll, expect, test } from "vitest";
import type { ClaimPage } from "../settle/pages/claim-page.ts";
import { type Found, type ResettledApp, resettledApp } from "../settle/pages/resettled.fixture.ts";
import type { Scope } from "../store/principal.ts";
import claims from "./claims.ts";
import consistency from "./consistency.ts";
import resettlement from "./resettlement.ts";

/** Worked example E1 of the domain note: paid as a long-term resident, filed as on other temporary grounds. */
const e1 = {
  settlement_id: "A1",
  encounter_id: "V1",
  person_no: "410100-PERSON-7",
  person_type: "1201",
  begin_date: "2021-08-03",
  end_date: "2021-08-15",
  settled_at: "2021-08-15 10:00:00",
  total_cost: "48500.00",
  full_self_pay: "1500.00",
  over_limit: "2000.00",
  first_pay: "2800.00",
  in_scope: "42200.00",
  deductible_paid: "900.00",
  basic_fund: "36757.00",
  fund_total: "36757.00",
  personal_share: "11743.00",
};
const earlier = {
  ...e1,
  settlement_id: "A0",
  encounter_id: "V0",
  begin_date: "2021-03-01",
  end_date: "2021-03-05",
  settled_at: "2021-03-05 09:00:00",
  care_area: "310000",
  basic_fund: "1000.00",
  fund_total: "1000.00",
};
const henan: Scope = { all: false, side: "insured", provinces: ["410000"] };
const guangdong: Scope = { all: false, side: "insured", provinces: ["440000"] };
const shanghai: Scope = { all: false, side: "care", provinces: ["310000"] };
const others: Scope = { all: false, side: "either", provinces: ["370000"] };
const nobody: Scope = { all: false, side: "either", provinces: [] };
const address = `/api/claims/${encodeURIComponent("410100|A1")}`;

const settlement = (number: number, more: Record<string, string> = {}) => ({
  settlement_id: `S${number}`,
  encounter_id: `E${number}`,
  person_no: `P${number}`,
  settled_at: `2021-0${1 + (number % 2)}-1${number} 10:00:00`,
  ...more,
});
const agency = { materiality: "material", responsible: "insured_agency" };
const found: Found[] = [
  {
    settlement_id: "A1",
    fund_difference: "8260.00",
    difference_class: "RS-RATIO",
    explaining: "filing:LT_RESIDE",
    ...agency,
  },
  {
    settlement_id: "S1",
    fund_difference: "100.00",
    difference_class: "RS-RATIO",
    explaining: "filing:LT_RESIDE",

    ...agency,
  },
  { settlement_id: "S2", fund_difference: "-40.50", difference_class: "RS-DEDC", ...agency },
  { settlement_id: "S3", fund_difference: "0.03", difference_class: "RS-RATIO", materiality: "rounding" },
  { settlement_id: "S4", cannot: "tier" },
  { settlement_id: "S5", deductible: ["0.00", "900.00"] },
  {
    settlement_id: "S6",
    fund_difference: "7.00",
    difference_class: "RS-LINE",
    materiality: "material",
    responsible: "institution",
  },
];

let server: ResettledApp;
beforeAll(async () => {
  const settlements = [1, 2, 3, 4, 5].map((number) => settlement(number));
  settlements.push(settlement(6, { insured_area: "440100", institution_code: "H31010500009", care_area: "310000" }));
  const lines = ["12000.00", "8000.00", "15000.00", "12000.00", "1500.00"].map((amount, i) => ({
    settlement_id: "A1",
    encounter_id: "V1",
    line_no: String(i + 1),
    item_code: i === 1 ? "C2" : `X${i}`,
    amount,
    quantity: "1",
    price: amount,
    first_pay: i === 1 ? "0.00" : null,
    in_scope: amount,
    charged_at: `2021-08-0${i + 4} 08:00:00`,
  }));
  server = await resettledApp([resettlement, claims, consistency], [e1, earlier, ...settlements], lines, found);
});

test("a claim is answered step by step, recorded beside due, with the policy rows it rests on", async () => {
  const { status, json } = await server.ask(address, henan);
  expect(status).toBe(200);
  const page = json<ClaimPage>();
  const step = (name: string) => page.ledger.find((row) => row.step === name);
  expect(step("in_scope")).toMatchObject({ recorded: "42200.00", due: "42200.00", difference: "0.00" });
  expect(step("base")).toMatchObject({ recorded: "41300.00", due: "41300.00" });
  expect(step("basic_fund")).toMatchObject({ recorded: "36757.00", due: "28497.00", difference: "8260.00" });
  expect(step("personal_share")).toMatchObject({ recorded: "11743.00", due: "20003.00", difference: "-8260.00" });
  expect(page.bands).toEqual([{ low: "0.00", high: null, ratio: "0.69000000", width: "41300.00", paid: "28497.00" }]);
  expect(page.policy).toMatchObject({ file: "areas/410100-310.yaml", confidence: "illustrative" });
  expect(page.term).toMatchObject({ deductible_line: 17, adjust_mode: "POINTS", adjust_value: "0.2000" });
  expect(page.institution).toBe("示例医院");
  expect(page.filings).toMatchObject([{ filing_id: "F1", covers: true }]);
});

test("what is unlike its kind is told with both values, of the claim asked for alone", async () => {
  const unlike = async (id: string) =>
    (await server.ask(`/api/claims/${encodeURIComponent(`410100|${id}`)}`)).json<ClaimPage>().unlike;
  expect(await unlike("S4")).toMatchObject([
    { what: "deductible", recorded: "1300.0000", usual: "900.0000", rows: 812 },
  ]);
  expect(await unlike("A1")).toEqual([]);
});

test("who looked is written down, and the person's number is never told", async () => {
  server.acts.length = 0;
  for (const part of ["", "/lines", "/year", "/neighbours"]) {
    const { status, text } = await server.ask(address + part);
    expect(status).toBe(200);
    expect(text).not.toContain("PERSON-7");
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  }
  expect(server.acts).toEqual([{ act: "claim.read", data: { claim: "410100|A1" } }]);
});

test("fee lines come in columns, in the order of their days", async () => {
  const { json } = await server.ask(`${address}/lines`);
  const { names, columns, rows } = json<{ names: string[]; columns: unknown[][]; rows: number }>();
  expect(rows).toBe(5);
  expect(columns[names.indexOf("line_no")]).toEqual(["1", "2", "3", "4", "5"]);
  const cell = (name: string, row: number) => columns[names.indexOf(name)]?.[row];
  expect(cell("amount", 3)).toBe("12000.00");
  expect([cell("item_name", 1), cell("first_pay", 1), cell("first_pay_due", 1), cell("in_scope_due", 1)]).toEqual([
    "乙类药",
    "0.00",
    "800.00",
    "7200.00",
  ]);
  // What the catalogue does not list keeps its split.
  expect([cell("catalogue_line", 3), cell("in_scope_due", 3)]).toEqual([null, "12000.00"]);
});

test("the person's year adds up from settlement to settlement", async () => {
  const { json } = await server.ask(`${address}/year`);
  const { claims: year } = json<{ claims: Record<string, string>[] }>();
  expect(year.map(({ claim_id, fund_so_far, due_so_far }) => [claim_id, fund_so_far, due_so_far])).toEqual([
    ["410100|A0", "1000.00", "1000.00"],
    ["410100|A1", "37757.00", "29497.00"],
  ]);
});

test("a claim of others is not found, and nothing of it is told", async () => {
  for (const scope of [others, shanghai]) {
    server.acts.length = 0;
    expect((await server.ask(address, scope)).status).toBe(404);
    expect(server.acts).toEqual([]);
    expect((await server.ask(`${address}/lines`, scope)).json()).toMatchObject({ rows: 0 });
    expect((await server.ask(`${address}/year`, scope)).json()).toEqual({ claims: [] });
    expect((await server.ask(`${address}/neighbours`, scope)).json()).toEqual({ neighbours: null });
  }
});

test("of a person's year the place of care sees what happened there only", async () => {
  const { json } = await server.ask(`/api/claims/${encodeURIComponent("410100|A0")}/year`, shanghai);
  expect(json<{ claims: { claim_id: string }[] }>().claims.map(({ claim_id }) => claim_id)).toEqual(["410100|A0"]);
});

test("an unknown claim is not found", async () => {
  expect((await server.ask("/api/claims/none")).status).toBe(404);
});

type Rows = { rows: Record<string, unknown>[] };
const differences = async (query: string, scope?: Scope) =>
  (await server.ask(`/api/resettlement/differences?${query}`, scope)).json<Rows>().rows;

test("differences are counted in both directions, beside what was judged and what was not", async () => {
  expect(await differences("by=total")).toEqual([
    {
      claims: 8,
      judged: 6,
      cannot: 2,
      differing: 4,
      rounding: 1,
      over: 3,
      over_yuan: "8367.00",
      under: 1,
      under_yuan: "-40.50",
    },
  ]);
  expect(await differences("by=cannot")).toMatchObject([
    { reason: "history", claims: 1 },
    { reason: "tier", claims: 1 },
  ]);
});

test.each([
  ["class", "difference_class", ["RS-RATIO", "RS-DEDC", "RS-LINE"]],
  ["responsible", "responsible", ["insured_agency", "institution"]],
  ["pair", "care_province", ["110000", "310000"]],
  ["institution", "institution_name", ["示例医院", null]],
  ["month", "month", ["2021-01", "2021-02", "2021-03", "2021-08"]],
])("by %s the largest sums come first, months in their order", async (by, column, values) => {
  expect((await differences(`by=${by}`)).map((row) => row[column])).toEqual(values);
});

test.each([
  ["insured=440000", 1],
  ["insured=440100,410000", 4],
  ["care=310000", 1],
  ["class=RS-RATIO", 2],
  ["direction=under", 1],
  ["from=2021-01&to=2021-01", 2],
  ["explaining=filing:LT_RESIDE", 2],
  ["systemic=1", 2],
  ["systemic=1&responsible=institution", 0],
  ["systemic=2", 0],
])("a filter %s leaves %i differences", async (filter, count) => {
  expect((await differences(`by=total&${filter}`))[0]?.differing).toBe(count);
});

test("only the principal's own regions are counted, listed and exported", async () => {
  expect(await differences("by=total", guangdong)).toMatchObject([{ claims: 1, differing: 1, over_yuan: "7.00" }]);
  expect(await differences("by=total", nobody)).toMatchObject([{ claims: 0, differing: 0, over_yuan: "0.00" }]);
  const list = (await server.ask("/api/resettlement/claims?kind=all", guangdong)).json<{ total: number }>();
  expect(list.total).toBe(1);
  const csv = (await server.ask("/api/resettlement/claims.csv?kind=all", guangdong)).text.trim().split("\r\n");
  expect(csv).toHaveLength(2);
  expect((await server.ask("/api/resettlement/systemic", guangdong)).json()).toEqual({ findings: [] });
});

test("a list is in its order, by pages, and every claim knows those beside it", async () => {
  type List = { total: number; claims: { claim_id: string }[] };
  const list = async (query: string) => (await server.ask(`/api/resettlement/claims?${query}`)).json<List>();
  const ids = ({ claims }: List) => claims.map(({ claim_id }) => claim_id.split("|")[1]);
  expect(ids(await list("order=size"))).toEqual(["A1", "S1", "S2", "S6"]);
  expect(ids(await list("order=under"))).toEqual(["S2", "S6", "S1", "A1"]);
  expect(ids(await list("order=claim"))).toEqual(["A1", "S1", "S2", "S6"]);
  expect(ids(await list("order=total"))[0]).toBe("A1");
  expect(ids(await list("order=due_up")).at(-1)).toBe("A1");
  expect(ids(await list("order=finding"))).toEqual(["S2", "S6", "A1", "S1"]);
  expect(ids(await list("kind=cannot"))).toEqual(["S4", "S5"]);
  expect(ids(await list("kind=cannot&cannot=history"))).toEqual(["S5"]);
  expect(await list("limit=1&offset=2")).toMatchObject({ total: 4, claims: [{ claim_id: "410100|S2" }] });
  const near = (id: string, query: string) => server.ask(`/api/claims/${encodeURIComponent(id)}/neighbours?${query}`);
  expect((await near("410100|S2", "order=size")).json()).toEqual({
    neighbours: { position: 3, total: 4, previous: "410100|S1", next: "440100|S6" },
  });
  expect((await near("440100|S6", "order=care")).json()).toMatchObject({ neighbours: { position: 4, next: null } });
  expect((await near("410100|A1", "order=size")).json()).toMatchObject({ neighbours: { position: 1, previous: null } });
  expect((await near("410100|S5", "order=size")).json()).toEqual({ neighbours: null });
});

test("an export opens in a spreadsheet, tells nobody's identity, and is written down", async () => {
  server.acts.length = 0;
  const { text } = await server.ask("/api/resettlement/claims.csv?class=RS-DEDC");
  expect(text.startsWith("\uFEFFclaim_id,")).toBe(true);
  expect(text).toContain(",-40.50,");
  expect(text).not.toMatch(/person_id|[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(server.acts).toMatchObject([{ act: "resettlement.exported", data: { class: "RS-DEDC", rows: 1 } }]);
});

test("systemic findings carry what of them lies in sight", async () => {
  expect((await server.ask("/api/resettlement/systemic")).json()).toMatchObject({
    findings: [{ insured_city: "410100", explaining: "filing:LT_RESIDE", claims: 2, fund_difference: "8360.00" }],
  });
});

type Compared = { total: number; rows: Record<string, unknown>[] };
const compared = async (query: string, scope?: Scope) =>
  (await server.ask(`/api/resettlement/consistency?${query}`, scope)).json<Compared>();

test("what is unlike its kind is listed, the largest sums first, with both values and its cell", async () => {
  const { total, rows } = await compared("");
  expect(total).toBe(2);
  expect(rows).toMatchObject([
    { claim_id: "410100|S5", what: "ratio", usual: "0.8900", amount: "-8260.00", institution_name: "示例医院" },
    { claim_id: "410100|S4", what: "deductible", recorded: "1300.0000", rows: 812, share: "0.9963", admission: 1 },
  ]);
  expect(await compared("limit=1&offset=1")).toMatchObject({ total: 2, rows: [{ claim_id: "410100|S4" }] });
});

test.each([
  ["what=ratio", ["S5"]],
  ["direction=over", ["S4"]],
  ["cannot=tier", ["S4"]],
  ["insured=410000&from=2021-01", ["S5", "S4"]],
  ["insured=440000", []],
])("of comparisons a filter %s leaves %j", async (query, ids) => {
  expect((await compared(query)).rows.map(({ claim_id }) => String(claim_id).split("|")[1])).toEqual(ids);
});

test("comparisons are shown and exported in the principal's own regions only, and exports are written down", async () => {
  expect(await compared("", guangdong)).toEqual({ total: 0, rows: [] });
  server.acts.length = 0;
  const csv = async (scope?: Scope) =>
    (await server.ask("/api/resettlement/consistency.csv?what=ratio", scope)).text.trim().split("\r\n");
  expect(await csv(guangdong)).toHaveLength(1);
  const [head, row] = await csv();
  expect(head).toMatch(/^claim_id,settlement_id,insured_city,insured_name,/);
  expect(row).toMatch(/^410100\|S5,.*,ratio,0\.6900,0\.8900,812,0\.9963,-8260\.00$/);
  expect(server.acts.at(-1)).toMatchObject({ act: "consistency.exported", data: { what: "ratio", rows: 1 } });
});

test("what is no month, grouping or kind is refused", async () => {
  for (const query of ["differences?from=2021-13", "differences?by=person_id", "claims?kind=some", "claims?limit=0"]) {
    expect((await server.ask(`/api/resettlement/${query}`)).status).toBe(400);
  }
});

test("under a policy that most payments contradict nothing is called a difference", async () => {
  const doubted = await resettledApp([claims, resettlement], [e1], [], [{ ...found[0]!, policy_defect: true }]);
  const [total] = (await doubted.ask("/api/resettlement/differences?by=total")).json<{ rows: object[] }>().rows;
  expect(total).toMatchObject({ claims: 1, judged: 0, cannot: 1, differing: 0, over: 0, over_yuan: "0.00" });
  expect((await doubted.ask("/api/resettlement/claims")).json()).toMatchObject({ total: 0 });
  expect((await doubted.ask(address)).json<ClaimPage>().result).toMatchObject({ reason: "policy_defect" });
});
