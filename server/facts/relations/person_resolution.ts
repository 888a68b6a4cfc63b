import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { inRange } from "../changed-rows.ts";
import type { BatchRange, Fact } from "../fact.ts";
import { linkComponents } from "../persons/components.ts";
import { personStatements, statementTables } from "../persons/statements.ts";

const exceptions = text("exceptions");
const shared = text("shared-certificates");
const twoCertificates = text("two-certificates");

/**
 * Who is one person. `person_exception` (certificate, person_id, state, reason) holds only the certificates that are not simply
 * themselves: `linked` to the least certificate that statements join it to, or `quarantined` with all it is linked to, for a
 * contradicting sex or birth date or more than three person numbers of one area. Beside it `person_component` (certificate,
 * person_id: every linked certificate) and `person_note` (what the quality page counts).
 */
export default {
  name: "person_resolution",
  after: [],
  reads: [...statementTables, "person_link"],
  // Certificates whose exception changed, and those that stood or stand for their person.
  publishes: { table: "changed_person", columns: "certificate UUID" },
  wording: () => [personStatements().text, exceptions, shared, twoCertificates].join("\n"),
  async rebuild(connection) {
    await linkComponents(connection);
    await asking(connection, false, async () => {
      await execute(connection, `create or replace table person_exception as ${exceptions}`);
      await execute(connection, `create or replace table person_note as ${shared} union all (${twoCertificates})`);
    });
  },
  async refresh(connection, range) {
    const run = (statement: string | Sql) => execute(connection, statement);
    await run("create or replace temp table component_before as from person_component");
    await linkComponents(connection);
    await run(sql`create or replace temp view person_statement as ${personStatements()}`);
    await askFor(connection, range);
    await asking(connection, true, async () => {
      await run(
        "create or replace temp table exception_before as from person_exception semi join person_asked using (certificate)",
      );
      await run("delete from person_exception where certificate in (select certificate from person_asked)");
      await run(`insert into person_exception ${exceptions}`);
      await run(`insert into changed_person
        with held as (from person_exception semi join person_asked using (certificate))
        select distinct unnest([certificate, person_id])
        from ((from held except from exception_before) union all (from exception_before except from held))`);
      await run("delete from person_note where certificate in (select certificate from person_asked)");
      await run(`delete from person_note using number_asked as asked where note = 'two_certificates'
        and person_note.insured_area = asked.insured_area and person_note.person_no = asked.person_no`);
      await run(`insert into person_note ${shared} union all (${twoCertificates})`);
    });
    for (const table of ["component_before", "exception_before", "person_asked", "number_asked"]) {
      await run(sql`drop table temp.${ident(table)}`);
    }
  },
} satisfies Fact;

/**
 * `person_id` and `person_state` of the records of `alias`, which has certificate_no, insured_area and person_no and is left
 * joined to `person_exception as exception on exception.certificate = <alias>.certificate_no`.
 */
export function personColumns(alias: string, exception = "person"): Sql {
  const row = ident(alias);
  const held = ident(exception);
  return sql`coalesce(${held}.person_id, ${row}.certificate_no, md5(${row}.insured_area || '|' || ${row}.person_no)::uuid) as person_id,
    case when ${held}.state = 'quarantined' then 'quarantined' when ${row}.certificate_no is not null then 'certified' else 'local' end as person_state`;
}

/**
 * The certificates whose person may have changed: those of changed records, those that other links join now, and all that are
 * linked to one of these, before or now. And the person numbers that have one of them, or had a record changed.
 */
async function askFor(connection: DuckDBConnection, range: BatchRange): Promise<void> {
  const run = (statement: string | Sql) => execute(connection, statement);
  await run(sql`create or replace temp table person_asked as
    with changed as (
      select certificate from person_statement where ${inRange(range)}
      union
      select certificate from ((from component_before except from person_component)
                               union all (from person_component except from component_before))
    ),
    component as (from component_before union from person_component)
    select certificate from changed
    union
    select certificate from component
    where person_id in (select person_id from component semi join changed using (certificate))`);
  await run(sql`create or replace temp table number_asked as
    select distinct insured_area, person_no from person_statement
    where person_no is not null and (${inRange(range)} or batch_to is null and certificate in (select certificate from person_asked))`);
}

/** Makes the views that the statements read: of everything, or of what is asked for. */
async function asking(connection: DuckDBConnection, part: boolean, work: () => Promise<void>): Promise<void> {
  const semi = (table: string, keys: string) => raw(part ? `semi join ${table} using (${keys})` : "");
  const now = sql`(select * from person_statement where batch_to is null)`;
  const views = {
    person_statement: personStatements(),
    statement_asked: sql`from ${now} ${semi("person_asked", "certificate")}`,
    number_statement: sql`from ${now} ${semi("number_asked", "insured_area, person_no")}`,
    component_asked: sql`from person_component ${semi("person_asked", "certificate")}`,
  };
  for (const [name, rows] of Object.entries(views)) {
    await execute(connection, sql`create or replace temp view ${ident(name)} as ${rows}`);
  }
  await work();
  for (const name of Object.keys(views)) await execute(connection, sql`drop view temp.${ident(name)}`);
}

function text(name: string): string {
  return readFileSync(new URL(`../persons/${name}.sql`, import.meta.url), "utf8");
}
