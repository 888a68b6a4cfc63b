import type { DuckDBConnection } from "@duckdb/node-api";
import { ensureClassTables, knownItems } from "../../knowledge/class-table.ts";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import type { BatchRange, Fact } from "../fact.ts";
import { genericCode } from "../line/generic-code.ts";
import { linesOf } from "../line/lines.ts";

const lines = linesOf("known_fee");
/** The stored columns that the view reads. */
const columns = raw([...new Set([...lines.text.matchAll(/\bfee\.(\w+)/g)].map(([, name]) => name!))].sort().join(", "));
const known = raw(`(item_code in (select code from temp.known_code)
  or ${genericCode("item_code").text} in (select code from temp.known_generic))`);
const current = raw("batch_to is null and valid is distinct from '0'");

/**
 * `known_line`: the rows of `line` that knowledge speaks of, by their item or by the part of its code that names the substance; same columns and
 * key. A view over `known_fee`, current fee lines of such items, so that rules that look items up never read all lines.
 * Which items knowledge speaks of is its basis: others mean building anew. Touched: what the batches brought and replaced.
 */
export default {
  name: "known_line",
  after: ["line"],
  reads: ["fee_line"],
  wording: () => [lines.text, columns.text].join("\n"),
  async basis(connection) {
    await ensureClassTables(connection);
    const { hash } = await new Reader(connection).one<{ hash: string }>(sql`
      select concat_ws(' ', count(*), bit_xor(hash(code, generic))) as hash
      from (select code, false as generic from (${knownItems("item")}) union select code, true from (${knownItems("generic")}))`);
    return hash;
  },
  async rebuild(connection) {
    await ensureClassTables(connection);
    await gatherKnown(connection);
    await execute(
      connection,
      sql`create or replace table known_fee as select ${columns} from fee_line where ${current} and ${known}`,
    );
    await forgetKnown(connection);
    await execute(connection, sql`create or replace view known_line as ${lines}`);
  },
  async refresh(connection, range) {
    await gatherKnown(connection);
    await execute(connection, sql`delete from known_fee where rowid in (${replaced(range)})`);
    await execute(
      connection,
      sql`insert into known_fee by name select ${columns} from fee_line
        where ${current} and batch_from between ${BigInt(range.fromBatch)} and ${BigInt(range.toBatch)} and ${known}`,
    );
    await forgetKnown(connection);
  },
} satisfies Fact;

/** Rows of known_fee whose line is no longer current. */
function replaced({ fromBatch, toBatch }: BatchRange): Sql {
  return sql`select kept.rowid from known_fee as kept join fee_line as gone
    on kept.encounter_id = gone.encounter_id and kept.line_no = gone.line_no and kept.insured_area = gone.insured_area
      and kept.institution_code = gone.institution_code and kept.reported_by is not distinct from gone.reported_by
    where gone.batch_to between ${BigInt(fromBatch)} and ${BigInt(toBatch)} and gone.batch_from < ${BigInt(fromBatch)}`;
}

async function gatherKnown(connection: DuckDBConnection): Promise<void> {
  await execute(connection, sql`create or replace temp table known_code as ${knownItems("item")}`);
  await execute(connection, sql`create or replace temp table known_generic as ${knownItems("generic")}`);
}

async function forgetKnown(connection: DuckDBConnection): Promise<void> {
  for (const table of ["known_code", "known_generic"]) await execute(connection, raw(`drop table temp.${table}`));
}
