import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { type ChangedValues, changedRows, type Key, personsOf, unaudited } from "./changed.ts";

/** Views that join the claim their numbers name: by which columns of the record, and of the claim. */
const ofClaims: Readonly<Record<string, readonly (readonly [record: string, claim: Key])[]>> = {
  investigation: [["settlement_id", "settlement_id"]],
  trace_code: [
    ["encounter_id", "encounter_id"],
    ["encounter_id", "care_encounter_id"],
  ],
};
/** What the person of a certificate brings. */
const ofPersons = new Set(["person_id", "person_state"]);
/** What the store adds to a record; it changes with it. */
const ofStore = /^(reported_by|batch_from|.*_fault)$/;
const claimKeys = ["claim_id", "visit_id", "person_id", "institution_code"] as const;

/**
 * What changed in a view of the schema `current`: its records by their versions, and what is joined to them, the person of a certificate or the
 * claim of a number. Null for a view that joins anything else.
 * @param own columns of the stored table
 */
export function changedRecords(table: string, own: ReadonlySet<string>, columns: ReadonlySet<string>): ChangedValues {
  const rows = ident(table);
  const unknown = [...columns].some((name) => !own.has(name) && !ofPersons.has(name) && !ofStore.test(name));
  return (column, since) => {
    if (unknown && !ofClaims[table]) return null;
    const changed = sql`select ${ident(column)} from main.${rows} where ${changedRows(since)}`;
    const joined = ofClaims[table];
    if (joined) return changedThroughClaims(table, joined, own.has(column), column, since);
    if (column === "person_id" && columns.has(column)) return personsOf(table, since);
    if (!own.has(column)) return null;
    if (!columns.has("person_id")) return changed;
    return sql`${changed} union all select ${ident(column)} from "current".${rows} where person_id in (${unaudited("person_id", "person")})`;
  };
}

function changedThroughClaims(
  table: string,
  joined: readonly (readonly [record: string, claim: Key])[],
  own: boolean,
  column: string,
  since: number,
): Sql | null {
  const rows = ident(table);
  if (own) {
    const named = joined.map(
      ([record, claim]) =>
        sql`select record.${ident(column)} from main.${rows} as record where record.${ident(record)} in (${unaudited(claim, "claim")})`,
    );
    return sql`select ${ident(column)} from main.${rows} where ${changedRows(since)} union all ${join(named, " union all ")}`;
  }
  const key = claimKeys.find((name) => name === column);
  if (!key) return null;
  const claims = joined.map(
    ([record, claim]) =>
      sql`select ${ident(key)} from claim where ${ident(claim)} in (select ${ident(record)} from main.${rows} where ${changedRows(since)})`,
  );
  return sql`${unaudited(key, "claim")} union all ${join(claims, " union all ")}`;
}
