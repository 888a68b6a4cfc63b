import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import type { Relation } from "../relation.ts";
import { claimJoin, claimsOf, keyText, subject } from "./finding.ts";

/** The key of a row as columns that find it again: key_1, key_2 … */
export function keyColumns(relation: Relation, table: string): Sql[] {
  return relation.key.map((name, i) => sql`${ident(table)}.${ident(name)} as ${raw(`key_${i + 1}`)}`);
}

/**
 * WITH … of `told`, one row a `number` of `held` (number, key columns, and those of `order`): what a finding says of all its members. The first record is
 * the earliest by `order`, by its own subject among equals. `careArea`: the column that says where care is, where the relation calls it otherwise.
 */
export function membersTold(
  relation: Relation,
  order: readonly string[],
  dialect: Dialect,
  careArea = "care_area",
): Sql {
  const same = relation.key.map(
    (name, i) => sql`"source".${ident(name)} is not distinct from "held".${raw(`key_${i + 1}`)}`,
  );
  const text = (name: string) =>
    relation.stored.has(name) ? sql`cast("source".${ident(name)} as varchar)` : raw("cast(null as varchar)");
  const day = relation.day === null ? raw("cast(null as date)") : sql`cast("source".${ident(relation.day)} as date)`;
  const ordered = order.map((name) => sql`"held".${ident(name)}`);
  return sql`"member" as (
      select ${join([raw(`"held".number`), ...ordered])}, ${day} as member_day, ${subject(relation, "source", "claim_row", dialect)} as record,
        ${claimsOf(relation, "source")} as member_claims, ${keyText(relation, "source", dialect)} as member_line, ${text("person_id")} as person,
        ${text("institution_code")} as place, ${text("insured_area")} as insured, ${text(careArea)} as cared
      from "held" join ${relation.rows} as "source" on ${join(same, " and ")}${claimJoin(relation, "source", "claim_row")}
    ), "told" as (
      select number, arg_min(record, (${join([...order.map((name) => ident(name)), raw("record")])})) as told_record, min(member_day) as told_day,
        list_sort(list_distinct(flatten(list(member_claims)))) as told_claims, list_sort(list_distinct(list(member_line))) as told_lines,
        ${agreed("person")} as told_person, ${agreed("place")} as told_institution, ${area("insured")} as told_insured_area, ${area("cared")} as told_care_area
      from "member" group by number
    )`;
}

/** Who and where the members are, as far as they agree, for the SELECT list of a finding over `row`. */
export const toldPlaces = {
  person_id: raw(`"row".told_person`),
  institution_code: raw(`"row".told_institution`),
  insured_area: raw(`"row".told_insured_area`),
  care_area: raw(`"row".told_care_area`),
};

const agreed = (name: string) => sql`case when min(${ident(name)}) = max(${ident(name)}) then min(${ident(name)}) end`;

/** Areas of one province that are not one area are told by their province, so that it sees the finding. */
const area = (name: string) =>
  sql`case when min(${ident(name)}) = max(${ident(name)}) then min(${ident(name)})
    when min(left(${ident(name)}, 2)) = max(left(${ident(name)}, 2)) then min(left(${ident(name)}, 2)) || '0000' end`;
