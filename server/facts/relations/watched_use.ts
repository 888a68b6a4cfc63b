import { readFileSync } from "node:fs";
import { ensureClassTables } from "../../knowledge/class-table.ts";
import { execute } from "../../store/database.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { signedRows } from "../changed-rows.ts";
import type { BatchRange, Fact } from "../fact.ts";
import { genericCode } from "../line/generic-code.ts";
import { seedWatchedItems, watchedBasis, watchedSeedRows } from "../watched-items.ts";

const codes = text("codes").replaceAll("/*generic*/", genericCode("item_code").text);
const owners = text("owners");
const uses = text("use");
const key = raw("insured_area, institution_code, names, named, reporter, watched_as, special_drug, day");
const sums = ["lines", "amount", "quantity", "days_supply", "quantity_lines", "days_lines"];

/**
 * `watched_use`: what a person was given of a watched item in a day, key (person_id, watched_as, used_on): lines, amount, quantity and days of supply
 * (null where no line brought them), by which institutions, in which provinces and claims. So rules over months of use never read all lines.
 * What is watched stands in the table `watched_item`, filled from the seed and from watched classes of knowledge; another content means building anew. Kept for it: `watched_line`.
 * Touched: all use of the persons of changed claims and of claims whose lines changed.
 */
export default {
  name: "watched_use",
  after: ["claim", "line"],
  reads: ["fee_line"],
  wording: () => [codes, owners, uses, watchedSeedRows().text].join("\n"),
  basis: watchedBasis,
  async rebuild(connection) {
    await ensureClassTables(connection);
    await seedWatchedItems(connection);
    await execute(
      connection,
      sql`create or replace temp table watched_code as with fee_part as (${feeLines()}) ${raw(codes)}`,
    );
    await execute(connection, sql`create or replace table watched_line as ${ownersOf(feeLines())}`);
    await execute(
      connection,
      sql`create or replace table watched_use as with link_part as (from line_link where used) ${raw(uses)}`,
    );
    await execute(connection, "drop table temp.watched_code");
  },
  async refresh(connection, range) {
    const run = (statement: Sql | string) => execute(connection, statement);
    await run(sql`create or replace temp table watched_code as with fee_part as (${feeLines(range)}) ${raw(codes)}`);
    await run(sql`create or replace temp table changed_watched as ${ownersOf(feeLines(range))}`);
    const added = sums.map((name) => `sum(${name})::${typeOf(name)} as ${name}`);
    await run(sql`create or replace temp table watched_before as
      from (select rowid as row_no, * from watched_line where named in (select named from changed_watched))
      semi join changed_watched using (${key})`);
    await run("delete from watched_line where rowid in (select row_no from watched_before)");
    await run(sql`insert into watched_line by name
      select ${key}, ${raw(added.join(", "))}
      from (from changed_watched union all by name select * exclude (row_no) from watched_before)
      group by all having sum(lines) > 0`);
    await run(
      "create or replace temp table touched_person as select person_id from changed_claim union select person_id from changed_line",
    );
    await run("delete from watched_use where person_id in (from touched_person)");
    await run(sql`insert into watched_use
      with link_part as (from line_link semi join touched_person using (person_id) where used) ${raw(uses)}`);
    for (const table of ["watched_code", "changed_watched", "watched_before", "touched_person"])
      await run(`drop table temp.${table}`);
  },
} satisfies Fact;

function typeOf(name: string): string {
  if (name.endsWith("lines")) return "bigint";
  return name === "quantity" ? "decimal(18, 4)" : "decimal(18, 2)";
}

function ownersOf(rows: Sql): Sql {
  return sql`with fee_part as (${rows}) ${raw(owners)}`;
}

function feeLines(range?: BatchRange): Sql {
  const columns = [
    "insured_area",
    "institution_code",
    "encounter_id",
    "settlement_id",
    "reported_by",
    "charged_at",
    "item_code",
  ];
  return signedRows("fee_line", [...columns, "amount", "quantity", "days_supply"], range);
}

function text(name: string): string {
  return readFileSync(new URL(`../watched/${name}.sql`, import.meta.url), "utf8");
}
