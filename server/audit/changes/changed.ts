import { personColumns } from "../../facts/relations/person_resolution.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";

/**
 * Which values a column has in the rows of a relation that came, went or became others since the last audit: SELECT of one column, values before
 * and after; more values than that do no harm. Null where it cannot be told.
 * @param since the first batch that no audit has taken
 */
export type ChangedValues = (column: string, since: number) => Sql | null;

type Kind = "claim" | "line" | "resettlement" | "person";
export type Key =
  | "claim_id"
  | "visit_id"
  | "person_id"
  | "institution_code"
  | "settlement_id"
  | "encounter_id"
  | "care_encounter_id";

/** A key of what refreshes changed. */
export const unaudited = (key: Key, ...kinds: Kind[]): Sql =>
  sql`select ${ident(key)} from unaudited where kind in (${join(kinds.map((kind) => raw(`'${kind}'`)))})`;

/** A relation whose rows change with their claims, or what else of a claim is named. */
export function withClaims(columns: readonly Key[], ...kinds: Kind[]): ChangedValues {
  return (column) => {
    const key = columns.find((name) => name === column);
    if (key === "visit_id" && kinds.includes("line"))
      return sql`${unaudited(key, "claim")} union select visit_id from claim where claim_id in (${unaudited("claim_id", "line")})`;
    return key ? unaudited(key, "claim", ...kinds) : null;
  };
}

/** A relation that is made anew for whole persons, from their claims and encounters. */
export const withPersons: ChangedValues = (column, since) => {
  const key = (["claim_id", "visit_id", "person_id", "institution_code"] as const).find((name) => name === column);
  if (!key) return null;
  return sql`
    with encounter_changed as (select encounter_id from encounter where ${changedRows(since)}),
    person_changed as (
      ${unaudited("person_id", "claim")}
      union select person_id from claim where visit_id in (${unaudited("visit_id", "claim")})
      union select person_id from claim where encounter_id in (from encounter_changed)
      union select person_id from claim where care_encounter_id in (from encounter_changed)
    )
    ${unaudited(key, "claim")} union select ${ident(key)} from claim where person_id in (from person_changed)`;
};

/** Rows of a stored table that became current or ceased to be. */
export const changedRows = (since: number): Sql => raw(`(batch_from >= ${since} or batch_to >= ${since})`);

/** Persons that changed records of a stored table name, and those a changed certificate stood or stands for. */
export function personsOf(table: string, since: number): Sql {
  return sql`select person_id from (
      select ${personColumns("record")} from (from main.${ident(table)} where ${changedRows(since)}) as record
      left join person_exception as person on person.certificate = record.certificate_no
    ) union ${unaudited("person_id", "person")}`;
}
