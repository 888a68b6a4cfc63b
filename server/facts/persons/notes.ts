import { ident, join, literal, type Sql, sql } from "../../store/sql.ts";
import { regionLookup } from "../regions-lookup.ts";
import { statementTables } from "./statements.ts";

/** The rows of a note on persons whose certificate number has one of these faults: which person number, in which tables. */
export function faultyCertificates(...faults: readonly string[]): Sql {
  const wanted = join(faults.map(literal));
  const tables = statementTables.map((name) => {
    const care = name === "settlement" ? ident("care_area") : sql`null::varchar`;
    return sql`select insured_area, ${care} as care_area, person_no, ${literal(name)} as told_by from ${ident(name)}
      where certificate_fault in (${wanted}) and batch_to is null and coalesce(valid, '1') = '1'`;
  });
  return sql`with faulty as materialized (select distinct * from (${join(tables, " union all ")})),
    place as (from ${regionLookup(sql`(select 'CN' as country, insured_area as code from faulty union select 'CN', care_area from faulty)`)})
    select home.province as insured_province, away.province as care_province, concat_ws(' ', insured_area, person_no) as record,
      string_agg(distinct told_by, ', ' order by told_by) as detail
    from faulty left join place as home on home.code = insured_area left join place as away on away.code = care_area
    group by all`;
}

/** The rows of a note that person resolution keeps in `person_note`. */
export function personNotes(note: string): Sql {
  return sql`with noted as (from person_note where note = ${literal(note)}),
    place as (from ${regionLookup(sql`(select distinct 'CN' as country, insured_area as code from noted)`)})
    select home.province as insured_province, null as care_province,
      coalesce(insured_area || ' ' || person_no, left(certificate::varchar, 13)) as record, detail
    from noted left join place as home on home.code = insured_area`;
}
