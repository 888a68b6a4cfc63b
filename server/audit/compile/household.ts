import type { Static } from "typebox";
import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { at, Refusal } from "../refusal.ts";
import type { RelationColumn } from "../relation.ts";
import { ColumnName, closed, ExpressionText, RelationName } from "../rule/rule-schema.ts";
import type { RuleContext } from "./context.ts";
import { wholeNumber } from "./fixed-number.ts";
import { columnOf } from "./keys.ts";

/** Two are no strangers where they share a column of a relation (a phone) with at most so many in all: more are no household. */
export const HouseholdFile = closed({ in: RelationName, share: ColumnName, most: ExpressionText });

/** SELECT of one, two: the pairs of `often` that are a household. @throws Refusal below `unless` */
export function householdOf(
  file: Static<typeof HouseholdFile>,
  who: RelationColumn,
  context: RuleContext,
): Promise<Sql> {
  return at("unless", async () => {
    const relation = context.relation(file.in, "in");
    const same = columnOf(relation, who.name, "in");
    if (same.type.kind !== who.type.kind) throw new Refusal(`a relation that names ${who.name}`, relation.name, ["in"]);
    const share = columnOf(relation, file.share, "share");
    if (share.type.kind !== "key" && share.type.kind !== "text")
      throw new Refusal("a column that two can share", share.type.kind, ["share"]);
    const most = await wholeNumber(file.most, context, ["most"], 2, 100);
    const named = join([sql`${ident(who.name)} as node`, sql`${ident(share.name)} as common`]);
    const known = sql`${ident(who.name)} is not null and ${ident(share.name)} is not null`;
    const homes = sql`(select distinct ${named} from ${relation.rows} where ${known})`;
    return sql`
      select distinct one, two
      from "often" join ${homes} as "first" on "first".node = one join ${homes} as "second" on "second".node = two
      where "first".common = "second".common
        and "first".common in (select common from ${homes} as "each" group by common having count(*) <= ${most.printed})`;
  });
}
