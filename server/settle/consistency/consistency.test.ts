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
// Retired persons are paid by one ratio: at tier 2 their records state it. One of them, paid as due, states another.
const stating = "tier = '2' and person_group = 'retired' and in_scope - deductible_paid > 1000";
const stated = raw(`(
  select claim_id, case when claim_id = other then 0.1111 else due_fund / (in_scope - deductible_paid) end::decimal(5, 4) as ratio
  from claim, (select min(claim_id) as other from claim where ${stating} and basic_fund = due_fund) where ${stating})`);
const whole = raw("claim");
await compareWithLike(connection, raw("true"), { stated, whole });

test("names payments that their cell does not explain, and no other", async () => {
  const { wrong, found, both } = await reader.one<Record<"wrong" | "found" | "both", number>>(sql`
    select count(*) filter (is_wrong) as wrong, count(*) filter (is_found) as found, count(*) filter (is_wrong and is_found) as both
    from (
      select basic_fund <> due_fund as is_wrong, claim_id in (select claim_id from consistency_found where what in ('ratio', 'reapplied')) as is_found
      from claim where tier in ('2', '3') and claim_id not in (select claim_id from consistency_found where what in ('deductible', 'stated_ratio'))
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

test("holds a payment against the ratio that its record states, and that ratio against its cell's", async () => {
  const [row] = await reader.rows(
    sql`select what, recorded, found.amount < 0 as less, rows >= 50 as many, share >= 0.9 as clear
        from consistency_found as found where what = 'stated_ratio'`,
  );
  expect(row).toEqual({ what: "stated_ratio", recorded: "0.1111", less: true, many: true, clear: true });
  const { wrong, found, twice } = await reader.one<Record<"wrong" | "found" | "twice", number>>(sql`
    select count(*) as wrong, count(*) filter (claim_id in (select claim_id from consistency_found where what = 'reapplied')) as found,
      (select count(*) from (select claim_id from consistency_found where what in ('ratio', 'reapplied') group by claim_id having count(*) > 1)) as twice
    from claim where ${raw(stating)} and abs(basic_fund - due_fund) > 0.02 + (in_scope - deductible_paid) * 0.00005`);
  expect({ found, twice }).toEqual({ found: wrong, twice: 0 });
});

test("looks at the settlements asked for only", async () => {
  await compareWithLike(connection, raw("filing = 'HOME'"), { stated, whole });
  const rows = await reader.rows(sql`select distinct filing from consistency_found`);
  expect(rows).toEqual([{ filing: "HOME" }]);
});

test("says nothing of a payment that a ceiling may have cut", async () => {
  const less = async () =>
    (
      await reader.one<{ less: number }>(
        sql`select count(*) as less from consistency_found where what in ('ratio', 'reapplied') and amount < 0`,
      )
    ).less;
  const before = await less();
  // Nobody of the kind was paid as usual in a year that had come to as much.
  const [most] = await reader.rows<{ claim_id: string }>(
    sql`select claim_id from consistency_found where what = 'reapplied' and amount < 0 order by claim_id limit 1`,
  );
  await connection.run(`update evidence set inpatient_in_scope = 100000000 where claim_id = '${most!.claim_id}'`);
  await compareWithLike(connection, raw("filing = 'HOME'"), { stated, whole });
  expect(await less()).toBe(before - 1);
  await compareWithLike(connection, raw("filing = 'HOME'"), { stated, whole: raw("(from claim limit 0)") });
  expect(await less()).toBe(0);
});
