import type { DuckDBConnection } from "@duckdb/node-api";
import type { BatchRange, Fact } from "../../facts/fact.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { groundsChanged, groundsWording, keepGrounds, touchByGrounds } from "../grounds/grounds.ts";
import { termsWording } from "../policies/sources.ts";
import { resettle, resettlementWording, views } from "../resettle.ts";

/**
 * `resettlement`: a row per claim paid directly or by hand, key claim_id: what the funds should have paid beside what they paid, or why that cannot be
 * judged. Touched: all claims of the persons of changed claims, lines, balances, filings and stated limits, and of those whose policy versions, catalogue charges
 * or declarations are not what `resettled_under` says they were.
 */
export default {
  name: "resettlement",
  after: ["claim", "line"],
  reads: ["accumulator", "filing", "fund_share"],
  publishes: { table: "changed_resettlement", columns: "claim_id VARCHAR, person_id UUID" },
  wording: () => [resettlementWording(), groundsWording(), termsWording()].join("\n"),
  outdated: groundsChanged,
  async rebuild(connection) {
    await resettle(connection, (rows) =>
      execute(connection, sql`create or replace table resettlement as from (${rows}) order by month, claim_id`),
    );
    for (const [name, rows] of Object.entries(views)) {
      await execute(connection, sql`create or replace view ${ident(name)} as ${raw(rows)}`);
    }
    await keepGrounds(connection);
    await finish(connection);
  },
  async refresh(connection, range) {
    await touchPersons(connection, range);
    await touchByGrounds(connection);
    if (await anybodyTouched(connection)) {
      const touched = "in (select person_id from temp.touched_person)";
      const outdated = `person_id ${touched} or claim_id in (select claim_id from changed_claim)`;
      const write = async (rows: Sql) => {
        await tell(connection, outdated);
        await execute(connection, `delete from resettlement where ${outdated}`);
        await execute(connection, sql`insert into resettlement by name (${rows})`);
        await tell(connection, outdated);
      };
      await resettle(connection, write, `and claim.person_id ${touched}`);
      await tell(connection, inQuestion);
      await finish(connection);
    }
    await execute(connection, "drop table temp.touched_person");
  },
} satisfies Fact;

/**
 * Where most of an area's payments contradict a policy file, the file is in question, as is one that was itself inferred from payments: benefits that
 * differ under it are told from the others. This is where a row says otherwise.
 */
const inQuestion = `difference_class in ('RS-DEDC', 'RS-RATIO', 'RS-CAP', 'RS-LAYER')
  and policy_defect <> coalesce(
    (policy_id, insured_city) in (select policy_id, insured_city from policy_agreement where defect)
      or policy_id in (select policy_id from policy_version where confidence = 'inferred'), false)`;

async function finish(connection: DuckDBConnection): Promise<void> {
  await execute(connection, `update resettlement set policy_defect = not policy_defect where ${inQuestion}`);
}

/** Names rows of the fact to those who follow it. */
async function tell(connection: DuckDBConnection, rows: string): Promise<void> {
  await execute(
    connection,
    `insert into changed_resettlement select claim_id, person_id from resettlement where ${rows}`,
  );
}

/** Persons whose claims may come out otherwise. */
async function touchPersons(connection: DuckDBConnection, { fromBatch, toBatch }: BatchRange): Promise<void> {
  const changed = `(batch_from between ${fromBatch} and ${toBatch} or batch_to between ${fromBatch} and ${toBatch})`;
  await execute(
    connection,
    `create or replace temp table touched_person as
      select person_id from changed_claim
      union select person_id from changed_line
      union select person_id from claim semi join (
        select insured_area, person_no from accumulator where ${changed} union select insured_area, person_no from filing where ${changed}
      ) as stated using (insured_area, person_no)
      union select person_id from claim semi join (select insured_area, settlement_id from fund_share where ${changed}) as share using (insured_area, settlement_id)`,
  );
}

async function anybodyTouched(connection: DuckDBConnection): Promise<boolean> {
  const { touched } = await new Reader(connection, UNLIMITED).one<{ touched: boolean }>(
    sql`select exists (from temp.touched_person) as touched`,
  );
  return touched;
}
