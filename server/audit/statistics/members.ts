import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { claimsOf, noTexts } from "../compile/finding.ts";
import { Refusal } from "../refusal.ts";
import { keyList, keysOf } from "./comparison.ts";
import type { PeersFile } from "./peers-file.ts";
import type { ReadComparison } from "./read-comparison.ts";

/** The claims of a unit's rows that are its evidence. */
export async function membersOf(
  { members }: PeersFile,
  { comparison, rows, ofRow }: ReadComparison,
): Promise<{ step: Sql; join: Sql; list: Sql }> {
  if (members !== undefined && comparison.unit.single)
    throw new Refusal("no members: a unit of one row has its own claim", members, ["members"]);
  if (members === undefined) return { step: raw(""), join: raw(""), list: noTexts };
  const { relation } = rows;
  if (!relation.stored.has("claim_id") && !relation.stored.has("visit_id"))
    throw new Refusal("no members: the relation knows no claims", relation.name, ["members"]);
  const member = await ofRow(members, "members", "boolean");
  const { period, from, where, judged } = comparison;
  const keys = keysOf(comparison);
  const same = keys.map(
    (name) => sql`"hit".${ident(name)} = ${name === "first_day" ? period.firstDay : rows.column(name)}`,
  );
  const told = keyList(comparison);
  return {
    step: sql`, "member" as (
        select ${told}, list_sort(list_distinct(flatten(list(claims)))) as claims
        from (
          select ${join(keys.map((name) => sql`"hit".${ident(name)}`))}, ${claimsOf(relation, "row")} as claims
          from ${from} join "hit" on ${join(same, " and ")} where ${where} and ${member}${judged ? sql` and ${judged}` : raw("")}
        ) group by all
      )`,
    join: sql` left join "member" using (${told})`,
    list: sql`coalesce("member".claims, ${noTexts})`,
  };
}
