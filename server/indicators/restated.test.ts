import { beforeAll, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts/facts.fixture.ts";
import type { JournalEntry } from "../journal/journal.ts";
import { nationalPrincipal, type Principal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { Closings, figuresToClose, MONTH_CLOSED, projectClosing } from "./closing.ts";
import { figures } from "./query.ts";
import type { FigureQuery } from "./request.ts";
import { figuresById, verifyFigure } from "./verify-figure.ts";

const facts = await FactsFixture.create(["cubes"]);
const reader = new Reader(facts.connection);
const ask = (query: FigureQuery, principal = nationalPrincipal) => figures(reader, principal, query);
const henan: Principal = { ...nationalPrincipal, scope: { all: false, side: "insured", provinces: ["410000"] } };
const hebei: Principal = { ...nationalPrincipal, scope: { all: false, side: "insured", provinces: ["130000"] } };

const stay = (serial: number, row: SettlementRow = {}): SettlementRow => ({
  settlement_id: `S${serial}`,
  encounter_id: `E${serial}`,
  ...row,
});
const question = { measure: "visits,fund_total,fund_ratio", by: "month", where: { care_scope: "cross_province" } };

async function load(rows: SettlementRow[]): Promise<number> {
  const batch = await facts.load(rows);
  await facts.catchUp();
  return batch;
}

const entries: JournalEntry[] = [];
async function close(month: string): Promise<void> {
  const data = await figuresToClose(reader, month);
  const at = "2021-04-05T02:00:00.000Z";
  const entry = {
    seq: 1,
    at,
    actor: "national",
    act: MONTH_CLOSED,
    data: JSON.parse(JSON.stringify(data)),
    prev: "",
    hash: "",
  };
  entries.push(entry);
  await projectClosing(facts.connection, entry);
}

let before: Awaited<ReturnType<typeof ask>>;
let correction: number;

beforeAll(async () => {
  await load([stay(1), stay(2, { care_area: "310000" }), stay(3, { settled_at: "2021-04-02 10:00:00" })]);
  await close("2021-03");
  before = await ask(question);
  correction = await load([
    stay(2, { care_area: "310000", fund_total: "9100.00" }),
    stay(4, { insured_area: "130100" }),
  ]);
}, 30_000);

test("a figure of a closed month: the old id gives the old number, a new one the new", {
  timeout: 30_000,
}, async () => {
  const after = await ask(question);
  expect(before.columns).toMatchObject({
    month: ["2021-03", "2021-04"],
    visits: [2, 1],
    fund_total: ["28200.00", "14100.00"],
  });
  expect(after.columns).toMatchObject({ visits: [3, 1], fund_total: ["37300.00", "14100.00"] });
  expect(after.id).not.toBe(before.id);
  expect(await verifyFigure(reader, nationalPrincipal, before.id)).toMatchObject({
    equal: true,
    asOf: correction - 1,
    sameScope: true,
    columns: before.columns,
  });
  expect(await verifyFigure(reader, nationalPrincipal, after.id)).toMatchObject({
    equal: true,
    columns: after.columns,
  });
  const again = await figuresById(reader, nationalPrincipal, before.id);
  expect(again).toMatchObject({ equal: true, figures: { id: before.id, columns: before.columns } });
});

test("it is verified from the records: a cube that lies is found out", async () => {
  await facts.connection.run("update claim_cube_pair set visits = visits + 1");
  const lying = await ask({ measure: "visits" });
  await facts.connection.run("update claim_cube_pair set visits = visits - 1");
  expect(await verifyFigure(reader, nationalPrincipal, lying.id)).toMatchObject({
    equal: false,
    columns: { visits: [4] },
  });
});

test("in another scope an id gives what that scope may see, and says so", async () => {
  const own = await figuresById(reader, hebei, before.id);
  expect(own).toMatchObject({ equal: false, sameScope: false, figures: { rows: 0 } });
});

test("a month that changed after its closing is restated: old, new and the batch", async () => {
  expect(before.restated).toEqual([]);
  const { restated } = await ask(question);
  const common = { month: "2021-03", batches: [correction], closedAt: "2021-04-05T10:00:00", without: [] };
  expect(restated).toEqual([
    { ...common, measure: "fund_ratio", old: "0.580773", new: "0.512123" },
    { ...common, measure: "fund_total", old: "28200.00", new: "37300.00" },
    { ...common, measure: "visits", old: 2, new: 3 },
  ]);
});

test("within the period, the filters and the scope asked for", async () => {
  expect((await ask({ measure: "visits", from: "2021-04" })).restated).toEqual([]);
  expect((await ask({ measure: "visits", where: { care: "310000" } })).restated).toEqual([]);
  expect((await ask({ measure: "visits" }, henan)).restated).toEqual([]);
  expect((await ask({ measure: "visits" }, hebei)).restated).toMatchObject([{ old: null, new: 1 }]);
  expect((await ask({ measure: "visits", where: { tier: "3" } })).restated).toMatchObject([
    { old: 2, new: 3, without: ["tier"] },
  ]);
});

test("closed again it stands anew, and the table follows from the journal", { timeout: 30_000 }, async () => {
  await close("2021-03");
  expect((await ask({ measure: "visits" })).restated).toEqual([]);
  const held = await facts.rows("from month_closing order by all");
  const closings = new Closings();
  for (const entry of entries) closings.onEntry(entry);
  await closings.project(facts.connection);
  expect(await facts.rows("from month_closing order by all")).toEqual(held);
  await load([
    stay(5, { settlement_id: "R1", refunded: "1", reversed_settlement_id: "S1", settled_at: "2021-06-01 09:00:00" }),
  ]);
  expect((await ask({ measure: "visits" })).restated).toMatchObject([
    { month: "2021-03", old: 3, new: 2, batches: [facts.batch] },
  ]);
});

test("a month without claims cannot be closed", async () => {
  for (const month of ["2019-01", "2021-13", "march"]) {
    await expect(figuresToClose(reader, month)).rejects.toMatchObject({ code: "figure.bad_month" });
  }
});
