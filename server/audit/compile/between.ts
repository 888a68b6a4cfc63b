import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { Refusal } from "../refusal.ts";
import type { Relation } from "../relation.ts";
import type { Columns, RuleContext } from "./context.ts";
import { keyText } from "./finding.ts";
import type { KeyPair } from "./keys.ts";
import { all, applies, Side, type SideFile } from "./side.ts";

/** Two rows that were joined, and how. */
interface Joined {
  left: Relation;
  right: Relation;
  /** One list of keys for each way; a third row can only stand between two that are joined in one. */
  ways: readonly (readonly KeyPair[])[];
  columns: Columns;
  tableOf: (of: string) => string;
}

/**
 * The condition that no third row stands between two: none like the left (`other`: its relation, its `where`, applicable as it is) that is equal in the keys
 * and for which `between` holds. True where the rule asks for none.
 */
export async function nothingBetween(
  between: string | undefined,
  like: SideFile,
  follows: boolean,
  { left, right, ways, columns, tableOf }: Joined,
  context: RuleContext,
): Promise<Sql> {
  if (between === undefined) return raw("true");
  const [keys] = ways;
  if (!keys || ways.length > 1)
    throw new Refusal("same: what stands between is equal in one list of keys", `${ways.length} lists`, ["between"]);
  const other = await Side.read(like, "other", context);
  const known: Columns = new Map(columns).set("other", other.columns().get("other")!);
  const stands = context.print(
    await context.read(between, known, "between", "boolean"),
    (of) => (of === "other" ? "other" : tableOf(of)),
    other.overlaid,
  );
  const key = (relation: Relation, table: string) => keyText(relation, table, context.dialect);
  const third = [sql`${key(left, "other")} <> ${key(left, "left")}`];
  if (left === right) third.push(sql`${key(left, "other")} <> ${key(right, "right")}`);
  const equal = keys.map(({ own }) => sql`${other.column(own.name)} = ${ident("left")}.${ident(own.name)}`);
  const conditions = [...equal, ...third, other.population(), applies(other.absences(follows)), stands];
  return sql`not exists (select 1 from ${other.from()} where ${all(conditions)})`;
}
