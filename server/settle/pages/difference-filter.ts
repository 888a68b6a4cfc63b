import Type, { type Static } from "typebox";
import { join, raw, type Sql, sql } from "../../store/sql.ts";

const List = (description: string) => Type.Optional(Type.String({ maxLength: 2000, description }));
const Month = (description: string) =>
  Type.Optional(Type.String({ pattern: String.raw`^\d{4}-(0[1-9]|1[0-2])$`, description }));

/** Columns that a list of values in the address asks for, by the name it has there. */
const columns = {
  scope: "care_scope",
  route: "route",
  group: "care_group",
  scheme: "scheme",
  class: "difference_class",
  responsible: "responsible",
  materiality: "materiality",
  explaining: "explaining",
  institution: "institution_code",
  policy: "policy_id",
} as const;

/** What of the re-settled claims is asked for; lists with commas, codes of provinces and pooling areas alike. */
export const differenceFilter = Type.Object({
  from: Month("first month of settlement, YYYY-MM"),
  to: Month("last month of settlement, YYYY-MM"),
  insured: List("insured provinces or pooling areas"),
  care: List("provinces or areas of care"),
  scope: List("care scopes: cross_province, within_province, local"),
  route: List("direct, manual"),
  group: List("care groups: inpatient, outpatient, chronic, pharmacy"),
  scheme: List("310, 390"),
  class: List("difference classes: RS-RATIO …"),
  responsible: List("institution, insured_agency, policy_data, record"),
  materiality: List("rounding, minor, material"),
  cannot: List("reasons why a claim cannot be judged"),
  explaining: List("explaining changes: filing:LT_RESIDE …"),
  institution: List("institution codes"),
  policy: List("policy ids"),
  systemic: List("numbers of systemic findings"),
  direction: Type.Optional(Type.Enum(["over", "under"], { description: "overpaid or underpaid by the fund" })),
});
export type DifferenceFilter = Static<typeof differenceFilter>;

/**
 * More than a rounding: the payment and what was due differ, or the record contradicts itself. What our policy file lacks is no difference, nor what
 * parts from a file that most payments of the area contradict.
 */
export const differs = raw(
  "(difference_class is not null and difference_class <> 'RS-POL' and materiality is distinct from 'rounding' and not policy_defect)",
);

/** Nothing can be said: something is not known, or the payment lies within what is possible under a history that is not complete. */
export const undecided = raw(
  "(judged = 'no' and difference_class is distinct from 'RS-ID' or judged = 'interval' and difference_class is null or policy_defect)",
);

/** Why nothing can be said; null where something can. */
export const reason = sql`coalesce(cannot, case when policy_defect then 'policy_defect' when ${undecided} then 'history' end)`;

/** The condition of a filter on the columns of `resettlement`. */
export function conditionOf(filter: DifferenceFilter): Sql {
  const parts: Sql[] = [raw("true")];
  if (filter.from) parts.push(sql`month >= ${`${filter.from}-01`}::date`);
  if (filter.to) parts.push(sql`month <= ${`${filter.to}-01`}::date`);
  for (const side of ["insured", "care"] as const) {
    const codes = listed(filter[side]);
    if (codes) parts.push(sql`(${raw(`${side}_province`)} in (${codes}) or ${raw(`${side}_city`)} in (${codes}))`);
  }
  for (const [name, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
    const values = listed(filter[name]);
    if (values) parts.push(sql`${raw(column)}::varchar in (${values})`);
  }
  const reasons = listed(filter.cannot);
  if (reasons) parts.push(sql`${reason} in (${reasons})`);
  const findings = listed(filter.systemic);
  if (findings) {
    parts.push(
      sql`(insured_city, scheme, policy_id) in (select (insured_city, scheme, policy_id) from resettlement_systemic where systemic::varchar in (${findings}))
        and list_has_any(explanations, (select list(explaining) from resettlement_systemic where systemic::varchar in (${findings})))
        and materiality in ('minor', 'material')`,
    );
  }
  if (filter.direction) parts.push(raw(filter.direction === "over" ? "fund_difference > 0" : "fund_difference < 0"));
  return join(parts, " and ");
}

function listed(text: string | undefined): Sql | null {
  const values = (text ?? "").split(",").filter((value) => value !== "");
  return values.length > 0 ? join(values) : null;
}
