import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTable } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { raw } from "../../store/sql.ts";
import { buildCubes, changeCubes } from "./build.ts";
import { cubes } from "./cubes.ts";
import { buildExtents, changeExtents } from "./extent.ts";

const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("set threads = 1");
await connection.run(createTable(loadDictionary().table("region")).text);

/** A claim with few different places, times and kinds, all told by one number. */
const claim = `
  select n as claim_id, ['local', 'cross_province'][1 + n % 2] as care_scope,
    ['direct', 'direct', 'manual', 'supplementary'][1 + n % 4] as route, ['inpatient', 'outpatient'][1 + n // 4 % 2] as care_group,
    ['310', '390'][1 + n // 8 % 2] as scheme, '3' as tier, nullif(n % 3, 2)::varchar as care_type, 'NONE' as filing_class, '01' as credential,
    'none' as drug_channel, 'I25' as disease, '410000' as insured_province, '410100' as insured_city,
    ['110000', '310000'][1 + n // 16 % 2] as care_province, care_province as care_city,
    timestamp '2021-03-20 10:00:00' + to_days((n % 5 * 7)::integer) as settled_at, date_trunc('month', settled_at)::date as month,
    date '2021-03-01' as discharge_month, nullif(50 * (n % 2), 0)::bigint as generated_scale,
    route <> 'supplementary' as visit, nullif(n % 7, 3)::integer as days,
    (100 + n)::decimal(18, 2) as total_cost, case when n % 3 > 0 then total_cost - 0.01 end as in_scope,
    columns(['fund_total', 'deductible_paid', 'basic_fund', 'serious_illness_fund', 'large_amount_fund', 'civil_servant_fund',
      'medical_aid_fund', 'personal_share', 'account_paid', 'cash_paid'])
  from numbers, (select 1.10::decimal(18, 2) as fund_total, 2.2::decimal(18, 2) as deductible_paid, 1::decimal(18, 2) as basic_fund,
    null::decimal(18, 2) as serious_illness_fund, 0::decimal(18, 2) as large_amount_fund, 0::decimal(18, 2) as civil_servant_fund,
    0::decimal(18, 2) as medical_aid_fund, 3::decimal(18, 2) as personal_share, 0::decimal(18, 2) as account_paid, 7::decimal(18, 2) as cash_paid)`;

async function claims(table: string, numbers: readonly number[]): Promise<void> {
  const list = `select unnest([${numbers.join(", ")}]::bigint[]) as n`;
  await connection.run(`create or replace table ${table} as with numbers as (${list}) ${claim}`);
}

const tables = [...cubes.map(({ name }) => name), "claim_extent", "claim_month"];
async function state() {
  const found: Record<string, unknown[]> = {};
  for (const table of tables) {
    found[table] = (await connection.runAndReadAll(`from ${table} order by all`)).getRowObjectsJson();
  }
  return found;
}
async function build(): Promise<void> {
  await buildCubes(connection);
  await buildExtents(connection);
}

test("cubes that follow what came and went equal those built anew", { timeout: 60_000 }, async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(numbers, fc.array(numbers, { minLength: 2, maxLength: 4 }), async (first, steps) => {
      await claims("claim", first);
      await build();
      let held = first;
      for (const next of steps) {
        await claims("outdated", held);
        await claims("fresh", next);
        await claims("claim", next);
        await changeCubes(connection, raw("outdated"), raw("fresh"));
        await changeExtents(connection, raw("outdated"), raw("fresh"));
        held = next;
      }
      const followed = await state();
      await build();
      expect(followed).toEqual(await state());
    }),
    { numRuns: 6, seed: 20261122 },
  );
});

test("every cube adds up to the claims", async () => {
  // 0: direct, 2: by hand, 4: an out-patient, 3: supplementary, which is money and a settlement alone.
  await claims("claim", [0, 2, 3, 4]);
  await build();
  for (const { name } of cubes) {
    const sums = `sum(visits)::int as visits, sum(stays)::int as stays, sum(days)::int as days, sum(settlements)::int as settlements,
      sum(total_cost)::varchar as cost, sum(in_scope_cost)::varchar as in_scope_cost, sum(fund_total)::varchar as fund`;
    expect((await connection.runAndReadAll(`select ${sums} from ${name}`)).getRowObjectsJson(), name).toEqual([
      { visits: 3, stays: 2, days: 6, settlements: 4, cost: "306.00", in_scope_cost: "206.00", fund: "4.40" },
    ]);
  }
});
