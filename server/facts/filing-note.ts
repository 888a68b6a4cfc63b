import { type Sql, sql } from "../store/sql.ts";
import { regionLookup } from "./regions-lookup.ts";

const codes = sql`(select 'CN' as country, insured_area as code from filing union select 'CN', area from filing)`;

/**
 * Filings of a relation with the provinces they are made in and for: (insured_province, care_province, record, detail), as notes on the
 * data have them. `detail` is an expression over the relation's columns.
 */
export function filingsNoted(filings: Sql, detail: Sql): Sql {
  return sql`select home.province as insured_province, away.province as care_province, insured_area || ' ' || filing_id as record,
      ${detail} as detail
    from ${filings} as filing
    left join ${regionLookup(codes)} as home on home.code = insured_area
    left join ${regionLookup(codes)} as away on away.code = filing.area`;
}
