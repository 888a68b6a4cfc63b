import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { seededRandom } from "../../bench/proof.ts";
import { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { knownAnswer } from "../inference/known-answer.ts";
import { knownPolicies } from "../inference/known-policies.ts";
import { compareWithLike } from "./consistency.ts";

const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const reader = new Reader(connection);
const { file, text } = knownPolicies.find(({ file }) => file === "410100-310.yaml")!;
// Nine stays of ten are paid as the policy says; at tier 1 too few, at tier 0 by nothing.
await knownAnswer(connection, text, file, seededRandom(5), {
  stays: 180,
  visits: 0,
  sparse: { tier: "1", rows: 12 },
  unclear: "0",
  wrong: 0.04,
  named: true,
});
await connection.run(
  "update evidence set standard = 70000, deductible_paid = 70000 where claim_id = (select min(claim_id) from evidence where tier = '3' and admission = 1 and in_scope > 90000)",
);
await compareWithLike(connection, raw("true"));

test("names payments that their cell does not explain, and no other", async () => {
  const { wrong, found, both } = await reader.one<Record<"wrong" | "found" | "both", number>>(sql`
    select count(*) filter (is_wrong) as wrong, count(*) filter (is_found) as found, count(*) filter (is_wrong and is_found) as both
    from (
      select basic_fund <> due_fund as is_wrong, claim_id in (select claim_id from consistency_found where what = 'ratio') as is_found
      from claim where tier in ('2', '3') and claim_id not in (select claim_id from consistency_found where what = 'deductible')
    )`);
  expect(found).toBe(both);
  expect(wrong).toBeGreaterThan(50);
  // A kind of person and filing by itself may be too few to show its highest band.
  expect(both / wrong).toBeGreaterThan(0.85);
});

test("says nothing of sparse cells and of cells without a usual ratio", async () => {
  const rows = await reader.rows(sql`select distinct tier, what from consistency_found where tier in ('0', '1')`);
  expect(rows).toEqual([]);
});

test("shows the recorded and the usual deductible of the cell, and what lies between", async () => {
  const rows = await reader.rows(
    sql`select tier, admission, recorded, usual, amount, rows >= 50 as many, share >= 0.9 as clear from consistency_found where what = 'deductible'`,
  );
  expect(rows).toEqual([
    { tier: "3", admission: 1, recorded: "700.0000", usual: "900.0000", amount: "-200.00", many: true, clear: true },
  ]);
});

test("looks at the settlements asked for only", async () => {
  await compareWithLike(connection, raw("filing = 'HOME'"));
  const rows = await reader.rows(sql`select distinct filing from consistency_found`);
  expect(rows).toEqual([{ filing: "HOME" }]);
});
