import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { snoozed } from "../life/snoozed.ts";
import { findingStates } from "../run/findings.ts";
import { reviews } from "../run/reviewed.ts";
import { scopedMoney, scopedPlaces } from "../run/scoped-findings.ts";

const List = (description: string) => Type.Optional(Type.String({ maxLength: 2000, description }));
const Day = (description: string) =>
  Type.Optional(Type.String({ pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, description }));

/** What of the findings is asked for; lists with commas. */
export const findingFilter = Type.Object({
  rule: List("rule ids: XR-01 …"),
  category: List("categories of rules: cross_province, resettlement …"),
  state: Type.Enum([...findingStates], { default: "open" }),
  review: List(`where it stands with people: ${reviews.join(", ")}`),
  snoozed: Type.Optional(
    Type.Enum(["no", "yes", "all"], { description: "no: without findings that are put off today; those alone; all" }),
  ),
  lead: Type.Optional(Type.Enum(["yes", "no"], { description: "leads only, or suspicions only" })),
  insured: List("provinces or pooling areas of insurance"),
  care: List("provinces or areas of care"),
  institution: List("institution codes"),
  from: Day("first day"),
  to: Day("last day"),
  least: Type.Optional(
    Type.String({ pattern: String.raw`^\d{1,12}(\.\d{1,2})?$`, description: "least part of the fund loss, in yuan" }),
  ),
  claim: Type.Optional(Type.String({ maxLength: 200, description: "a claim id" })),
  text: Type.Optional(
    Type.String({
      maxLength: 200,
      description: "a part of a claim's id, an institution's code or name, or the finding's id",
    }),
  ),
});
export type FindingFilter = Static<typeof findingFilter>;

/** Columns that a list of values asks for, by the name it has there. */
const columns = { rule: "rule", review: "review", institution: "institution_code" } as const;

/**
 * The condition of a filter on `found`, the columns of `finding` with its review.
 * @param principal whose scope also bounds what a condition may find out
 * @param rulesOf ids of the rules of a category
 */
export function conditionOf(
  principal: Principal,
  filter: FindingFilter,
  rulesOf: (category: string) => readonly string[],
): Sql {
  const parts: Sql[] = [sql`state = ${filter.state}`];
  for (const [name, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
    const values = listed(filter[name]);
    if (values.length > 0) parts.push(sql`${ident(column)} in (${join(values)})`);
  }
  const categories = listed(filter.category);
  if (categories.length > 0) parts.push(among(ident("rule"), categories.flatMap(rulesOf)));
  const { snoozed: putOff = "no" } = filter;
  if (putOff !== "all") parts.push(putOff === "yes" ? snoozed : sql`not ${snoozed}`);
  if (filter.lead) parts.push(sql`lead = ${filter.lead === "yes"}`);
  for (const side of ["insured", "care"] as const) {
    const codes = listed(filter[side]);
    if (codes.length > 0) parts.push(placed(principal, side, codes));
  }
  if (filter.from) parts.push(sql`day >= ${filter.from}::date`);
  if (filter.to) parts.push(sql`day <= ${filter.to}::date`);
  if (filter.least)
    parts.push(sql`finding in (
      select finding from ${scopedMoney(principal, "finding_money")} as money where own group by finding having sum(share) >= ${filter.least}::decimal(16, 2))`);
  if (filter.claim) parts.push(sql`list_contains(claims, ${filter.claim})`);
  if (filter.text) parts.push(mentions(filter.text));
  return join(parts, " and ");
}

/** Of a finding that speaks about several provinces any one counts; an area is its own only where it is one. */
function placed(principal: Principal, side: "insured" | "care", codes: readonly string[]): Sql {
  const list = join([...codes]);
  return sql`(${ident(`${side}_area`)} in (${list})
    or finding in (select finding from ${scopedPlaces(principal)} as place
      where ${ident(`${side}_province`)} in (${list}) or ${ident(`${side}_city`)} in (${list})))`;
}

function mentions(text: string): Sql {
  const wanted = text.trim();
  return sql`(contains(array_to_string(claims, ' '), ${wanted}) or starts_with(finding, ${wanted.toLowerCase()})
    or contains(institution_code, ${wanted}) or institution_code in (
      select institution_code from institution where batch_to is null and contains(institution_name, ${wanted})))`;
}

const among = (column: Sql, values: readonly string[]): Sql =>
  values.length === 0 ? sql`false` : sql`${column} in (${join([...values])})`;

const listed = (text: string | undefined): string[] => (text ?? "").split(",").filter((value) => value !== "");
