import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { snoozed } from "../life/snoozed.ts";
import { responsibles } from "../rule/vocabulary.ts";
import { findingStates } from "../run/findings.ts";
import { reviews, stages } from "../run/reviewed.ts";
import { scopedMoney, scopedPlaces } from "../run/scoped-findings.ts";

const List = (description: string) => Type.Optional(Type.String({ maxLength: 2000, description }));
const Day = (description: string) =>
  Type.Optional(Type.String({ pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`, description }));

/** Stages that may be asked for: `held` are those that somebody has open now, at whatever stage they are. */
export const askedStages = [...stages, "held"] as const;
const oneOrMore = (words: readonly string[]) => `^(${words.join("|")})(,(${words.join("|")}))*$`;

/** What of the findings is asked for; lists with commas. */
export const findingFilter = Type.Object({
  rule: List("rule ids: XR-01 …"),
  category: List("categories of rules: cross_province, resettlement …"),
  state: Type.Enum([...findingStates], { default: "open" }),
  review: List(`where it stands with people: ${reviews.join(", ")}`),
  stage: Type.Optional(
    Type.String({ pattern: oneOrMore(askedStages), description: `how far they have come: ${askedStages.join(", ")}` }),
  ),
  mine: Type.Optional(
    Type.Enum(["yes", "no"], {
      description:
        "yes: those that the account judged, had returned, put off or has open; no: those that others judged, or nobody",
    }),
  ),
  responsible: Type.Optional(
    Type.String({ pattern: oneOrMore(responsibles), description: "who answers for them, by their rule" }),
  ),
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
export type FindingFilter = Static<typeof findingFilter> & {
  /** Who has what open now: what `held` and `mine` ask for. No part of an address. */
  held?: readonly { finding: string; by: string }[];
};

/** Ids of the rules of a category, or of those that somebody answers for. */
export type RulesOf = (what: "category" | "responsible", value: string) => readonly string[];

/** Columns that a list of values asks for, by the name it has there. */
const columns = { rule: "rule", review: "review", institution: "institution_code" } as const;

/**
 * The condition of a filter on `found`, the columns of `finding` with its review.
 * @param principal whose scope also bounds what a condition may find out
 */
export function conditionOf(principal: Principal, filter: FindingFilter, rulesOf: RulesOf): Sql {
  const parts: Sql[] = [sql`state = ${filter.state}`];
  for (const [name, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
    const values = listed(filter[name]);
    if (values.length > 0) parts.push(sql`${ident(column)} in (${join(values)})`);
  }
  for (const what of ["category", "responsible"] as const) {
    const values = listed(filter[what]);
    if (values.length > 0)
      parts.push(
        among(
          ident("rule"),
          values.flatMap((value) => rulesOf(what, value)),
        ),
      );
  }
  const asked = listed(filter.stage);
  if (asked.length > 0) parts.push(atStages(asked, filter.held ?? []));
  if (filter.mine === "yes") parts.push(ofAccount(principal.id, filter.held ?? []));
  if (filter.mine === "no") parts.push(sql`verdict_by is distinct from ${principal.id}`);
  const { snoozed: putOff = asked.includes("put_off") ? "all" : "no" } = filter;
  const later = sql`(stage = 'put_off' or ${snoozed})`;
  if (putOff !== "all") parts.push(putOff === "yes" ? later : sql`not ${later}`);
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

function atStages(asked: readonly string[], held: NonNullable<FindingFilter["held"]>): Sql {
  const standing = among(
    ident("stage"),
    asked.filter((stage) => stage !== "held"),
  );
  return asked.includes("held") ? sql`(${standing} or ${amongHeld(held)})` : standing;
}

function ofAccount(account: string, held: NonNullable<FindingFilter["held"]>): Sql {
  const own = held.filter(({ by }) => by === account);
  return sql`(coalesce(${account} in (verdict_by, last_by, put_off_by), false) or ${amongHeld(own)})`;
}

const amongHeld = (held: NonNullable<FindingFilter["held"]>): Sql =>
  among(
    ident("finding"),
    held.map(({ finding }) => finding),
  );

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
