import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
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
    await execute(connection, sql`create or replace temp view person_statement as ${personStatements()}`);
    await making("view", everything, connection, async () => {
      await execute(connection, `create or replace table person_exception as ${exceptions}`);
      await execute(connection, `create or replace table person_note as ${shared} union all (${twoCertificates})`);
    });
    await execute(connection, "drop view temp.person_statement");
  },
  async refresh(connection, range) {
    const run = (statement: string | Sql) => execute(connection, statement);
    await run("create or replace temp table component_before as from person_component");
    await linkComponents(connection);
    await run(sql`create or replace temp view person_statement as ${personStatements()}`);
    await making("table", askedFor(range), connection, async () => {
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
    await run("drop table temp.component_before");
    await run("drop view temp.person_statement");
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

/** What the statements read, in the order in which it is made. */
type Inputs = readonly (readonly [name: string, rows: Sql])[];

const now = sql`(select * from person_statement where batch_to is null)`;
const everything: Inputs = [
  ["component_asked", raw("from person_component")],
  ["statement_asked", sql`from ${now}`],
  ["number_statement", sql`from ${now}`],
];

/**
 * The certificates whose person may have changed: those of changed records, those that other links join now, and all that are
 * linked to one of these, before or now. And the person numbers that have one of them, or had a record changed. Each is looked
 * for among all records once: that is what a small batch costs.
 */
function askedFor({ fromBatch, toBatch }: BatchRange): Inputs {
  const inRange = raw(`between ${fromBatch} and ${toBatch}`);
  return [
    [
      "statement_changed",
      sql`select certificate, insured_area, person_no from person_statement where batch_from ${inRange}
          union select certificate, insured_area, person_no from person_statement where batch_to ${inRange}`,
    ],
    [
      "person_asked",
      sql`with changed as (
            select certificate from statement_changed
            union
            select certificate from ((from component_before except from person_component)
                                     union all (from person_component except from component_before))
          ),
          component as (from component_before union from person_component)
          select certificate from changed
          union
          select certificate from component
          where person_id in (select person_id from component semi join changed using (certificate))`,
    ],
    ["component_asked", sql`from person_component semi join person_asked using (certificate)`],
    ["statement_asked", sql`from ${now} semi join person_asked using (certificate)`],
    [
      "number_asked",
      sql`select insured_area, person_no from (
            select insured_area, person_no from statement_asked union select insured_area, person_no from statement_changed
          ) where person_no is not null`,
    ],
    ["number_statement", sql`from ${now} semi join number_asked using (insured_area, person_no)`],
    ["exception_before", sql`from person_exception semi join person_asked using (certificate)`],
  ];
}

async function making(
  kind: "view" | "table",
  inputs: Inputs,
  connection: DuckDBConnection,
  work: () => Promise<void>,
): Promise<void> {
  for (const [name, rows] of inputs) {
    await execute(connection, sql`create or replace temp ${raw(kind)} ${ident(name)} as ${rows}`);
  }
  await work();
  for (const [name] of inputs) await execute(connection, sql`drop ${raw(kind)} temp.${ident(name)}`);
}

function text(name: string): string {
  return readFileSync(new URL(`../persons/${name}.sql`, import.meta.url), "utf8");
}
