import { execute } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import type { Fact } from "../fact.ts";
import { personColumns } from "./person_resolution.ts";

/** What a record says of itself, and what is joined with it: the person it names, or the claim its numbers name. */
interface View {
  table: string;
  columns: string;
  from: string;
}

const person = {
  columns: `, ${personColumns("record").text}`,
  from: "left join person_exception as person on person.certificate = record.certificate_no",
};

const views: readonly View[] = [
  { table: "attempt", ...person },
  { table: "enrolment", ...person },
  { table: "entitlement", ...person },
  { table: "filing", ...person },
  {
    table: "investigation",
    columns: ", claim_id, person_id, person_state, settled_at, month",
    from: `left join claim on claim.insured_area = record.insured_area and claim.settlement_id = record.settlement_id
      and claim.reported_by <> 'care'`,
  },
  { table: "network_service", columns: "", from: "" },
  // Codes scanned in encounters that count. Both sides may report one pack: of one visit, so that visits are counted and not rows.
  {
    table: "trace_code",
    columns: ", claim_id, visit_id, person_id, person_state, care_area, care_province, care_group, visit_end as day",
    from: `join (
        select *, encounter_id as scanned_in, reported_by = 'care' as from_care from claim where visit
        union all
        select *, care_encounter_id, true from claim where visit and care_encounter_id is not null
      ) as claim on scanned_in = record.encounter_id and claim.institution_code = record.institution_code
        and claim.from_care = (record.reported_by is not distinct from 'care')
        and (record.reported_by is not distinct from 'care' or claim.insured_area = record.insured_area)`,
  },
];

/**
 * The schema `current`: the valid, current rows of the tables that rules read beside the facts, each under its own name (`current.filing`) and with its
 * own key, and the person or claim they belong to. Views, so nothing is touched.
 */
export default {
  name: "current",
  after: ["person_resolution", "claim"],
  reads: [],
  wording: () =>
    views
      .map(viewOf)
      .map(({ text }) => text)
      .join(";\n"),
  async rebuild(connection) {
    await execute(connection, `create schema if not exists "current"`);
    for (const view of views) await execute(connection, viewOf(view));
  },
  refresh: async () => {},
} satisfies Fact;

function viewOf({ table, columns, from }: View): Sql {
  const valid = loadDictionary().table(table).columns.has("valid") ? "and record.valid is distinct from '0'" : "";
  return sql`create or replace view "current".${ident(table)} as
    select record.* exclude (batch_to)${raw(columns)}
    from main.${ident(table)} as record ${raw(from)}
    where record.batch_to is null ${raw(valid)}`;
}
