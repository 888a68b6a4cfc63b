import type { Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { type ScalarType, scalar } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import type { Relation } from "../relation.ts";
import { ColumnName, closed, ExpressionText, some } from "../rule/rule-schema.ts";
import type { RuleContext } from "./context.ts";
import { type FixedNumber, fixedNumber, wholeNumber } from "./fixed-number.ts";
import type { Near } from "./near.ts";

/**
 * How far a gathering's share of its host stands above its usual one (domain note §7, XR-05 lift). `host`: the keys that tell the host; `over`: in how
 * many days up to the gathering's last the usual share is looked for; `others`: with fewer other records of the host it is not applied.
 */
export const LiftFile = closed({
  host: some(ColumnName),
  over: ExpressionText,
  others: ExpressionText,
  at_least: ExpressionText,
});

export interface Lift {
  host: readonly string[];
  over: FixedNumber;
  others: FixedNumber;
  atLeast: FixedNumber;
}

/** Columns that a lift adds to a gathering: counts, and the lift as a text: — where it was not applied, ∞ where the share was nothing before. */
export const liftTypes: ReadonlyMap<string, ScalarType> = new Map([
  ...["own_records", "host_records", "own_others", "host_others"].map(
    (name) => [name, scalar("number", { digits: 10, integer: true })] as const,
  ),
  ["lift", scalar("text")] as const,
]);

/** @throws Refusal below `lift` */
export async function readLift(
  file: Static<typeof LiftFile>,
  same: readonly string[],
  first: Near | undefined,
  context: RuleContext,
): Promise<Lift> {
  if (first?.unit !== "days")
    throw new Refusal("a first line of time in days, in which shares are compared", first?.unit ?? "none", ["lift"]);
  const strange = file.host.findIndex((name) => !same.includes(name));
  if (strange >= 0)
    throw new Refusal(`some of the keys of same: ${same.join(", ")}`, file.host[strange]!, ["lift", "host", strange]);
  if (file.host.length >= same.length)
    throw new Refusal("fewer keys than same, so that the gathering has a share of its host", file.host.join(", "), [
      "lift",
      "host",
    ]);
  const over = await wholeNumber(file.over, context, ["lift", "over"], Math.ceil(first.length.most) + 2, 3660);
  const others = await wholeNumber(file.others, context, ["lift", "others"], 1, 1_000_000);
  const atLeast = await fixedNumber(file.at_least, context, ["lift", "at_least"]);
  return { host: file.host, over, others, atLeast };
}

/**
 * WITH … of `host_day` and `own_day`: by day, the records of the host and of the keys in a gathering that begins on it, and in the days before it.
 * All records of the hosts at hand count, whichever the rule speaks of.
 */
export function usualDays(
  relation: Relation,
  same: readonly string[],
  { column, length }: Near,
  { host, over }: Lift,
): Sql {
  const daily = (keys: readonly string[]) => {
    const named = join(keys.map((name) => ident(name)));
    const known = [...keys, column].map((name) => sql`"each".${ident(name)} is not null`);
    const day = sql`cast(cast("each".${ident(column)} as date) - date '1970-01-01' as bigint)`;
    const window = sql`partition by ${named} order by from_1 range between`;
    return sql`
      select ${named}, from_1, sum(records) over (${window} current row and ${length.printed} following) as now_records,
        coalesce(sum(records) over (${window} (${over.printed} - 1 - ${length.printed}) preceding and 1 preceding), 0) as other_records
      from (
        select ${join(keys.map((name) => sql`"each".${ident(name)}`))}, ${day} as from_1, count(*) as records
        from ${relation.rows} as "each" semi join "gathering" using (${named}) where ${join(known, " and ")} group by all
      )`;
  };
  return sql`"host_day" as (${daily(host)}), "own_day" as (${daily(same)})`;
}

/** Joins the days of a gathering's beginning. */
export function usualJoin(same: readonly string[], { host }: Lift): Sql {
  const using = (keys: readonly string[]) => join([...keys.map((name) => ident(name)), raw("from_1")]);
  return sql` join "own_day" using (${using(same)}) join "host_day" using (${using(host)})`;
}

/** SELECT list of `liftColumns`, and `lift`. */
export function liftValues({ others }: Lift): Sql {
  return sql`"own_day".now_records as own_records, "host_day".now_records as host_records, "own_day".other_records as own_others,
    "host_day".other_records as host_others,
    case when "host_day".other_records < ${others.printed} then '—' when "own_day".other_records = 0 then '∞'
      else cast(cast(cast("own_day".now_records * "host_day".other_records as double) / ("host_day".now_records * "own_day".other_records) as decimal(18, 1)) as varchar)
    end as lift`;
}

/** Whether a gathering stands far enough above its usual share, or that cannot be said. In whole numbers. */
export function lifted({ others, atLeast }: Lift): Sql {
  return sql`(host_others < ${others.printed} or own_records * host_others >= ${atLeast.printed} * host_records * own_others)`;
}
