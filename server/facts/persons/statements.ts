import { loadDictionary } from "../../store/dictionary.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

/**
 * Tables whose records say who a certificate belongs to. Encounters and attempts are left out: they repeat a settlement's
 * statement, or make none that an agency has confirmed.
 */
export const statementTables = ["settlement", "filing", "enrolment", "person", "entitlement"] as const;

/**
 * person_statement (certificate, insured_area, person_no, sex, birth_date, batch_from, batch_to): what every valid record says of
 * the holder of a sound certificate, in all versions. Sex is 1 or 2; 0 (unknown) and 9 (not stated) say nothing.
 */
export function personStatements(): Sql {
  const dictionary = loadDictionary();
  const tables = statementTables.map((name) => {
    const has = (column: string) => dictionary.table(name).columns.has(column);
    const sex = raw(has("sex") ? "case sex when '1' then 1::utinyint when '2' then 2::utinyint end" : "null::utinyint");
    const birthDate = raw(has("birth_date") ? "birth_date" : "null::date");
    return sql`select certificate_no as certificate, insured_area, person_no, ${sex} as sex, ${birthDate} as birth_date,
        batch_from, batch_to
      from ${ident(name)} where certificate_no is not null and coalesce(valid, '1') = '1'`;
  });
  return join(tables, " union all ");
}
