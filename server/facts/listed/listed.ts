import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { inRange } from "../changed-rows.ts";
import type { BatchRange, Fact } from "../fact.ts";

/** A table of settlement lists, whose records are kept under the claim that counts their visit. */
interface Listed {
  /** The relation's name, and the dictionary table it shows. */
  name: string;
  table: "diagnosis" | "operation";
  /** Numbers the records of one list. */
  number: string;
  /** What of a record is kept, as SELECT list over `record`. */
  columns: string;
}

/**
 * A relation with one row per record of the list of a counted visit, key (claim_id, number): a narrow table `listed_…`, and a view that joins it
 * to the claim at reading, since text is dear to write. Touched: changed claims, and claims of encounters whose records the batches brought or replaced.
 */
export function listedFact(listed: Listed): Fact {
  const { name, table } = listed;
  const kept = ident(`listed_${table}`);
  const view = sql`create or replace view ${ident(name)} as ${raw(text("beside-claim").replace("/*kept*/", `listed_${table}`))}`;
  return {
    name,
    after: ["claim"],
    reads: [table],
    wording: () => [rowsOf(listed, false), view].map(({ text }) => text).join(";\n"),
    async rebuild(connection) {
      const rows = rowsOf(listed, false);
      await execute(connection, sql`create or replace table ${kept} as with claim_part as (from claim) from (${rows})`);
      await execute(connection, view);
    },
    async refresh(connection, range) {
      await touchClaims(connection, table, range);
      await execute(connection, sql`delete from ${kept} where claim_id in (from touched_claim)`);
      await execute(connection, sql`insert into ${kept} from (${rowsOf(listed, true)})`);
      for (const each of ["touched_claim", "claim_part"])
        await execute(connection, sql`drop table temp.${ident(each)}`);
    },
  };
}

/** temp.touched_claim: ids of claims before and after the batches; temp.claim_part: those that stand. */
async function touchClaims(connection: DuckDBConnection, table: string, range: BatchRange): Promise<void> {
  await execute(
    connection,
    sql`create or replace temp table touched_claim as
      with encounter_changed as (select distinct encounter_id from ${ident(table)} where ${inRange(range)})
      select claim_id from changed_claim
      union
      select claim_id from claim where encounter_id in (from encounter_changed)
      union
      select claim_id from claim where care_encounter_id in (from encounter_changed)`,
  );
  await execute(
    connection,
    "create or replace temp table claim_part as from claim semi join touched_claim using (claim_id)",
  );
}

/** @param part whether claim_part holds some claims only, so that records are narrowed down to theirs */
function rowsOf({ table, number, columns }: Listed, part: boolean): Sql {
  const near = `and encounter_id in (
    select encounter_id from claim_part union all select care_encounter_id from claim_part where care_encounter_id is not null)`;
  const blanks: Record<string, string> = { table, number, columns, near: part ? near : "" };
  return raw(text("rows").replaceAll(/\/\*(\w+)\*\//g, (_, name: string) => blanks[name]!));
}

function text(name: string): string {
  return readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8");
}
