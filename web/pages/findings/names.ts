import { categoryName, responsibleOf, reviewName } from "../../lib/finding-labels.ts";
import { fullName, type Regions } from "../../lib/regions.ts";
import { stageName } from "../../lib/review-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";
import type { ListName, Order } from "./filter.ts";

/** What a condition is called. */
export const conditionName: Record<ListName, () => string> = {
  rule: m.finding_rule,
  category: m.finding_category,
  review: m.finding_review,
  stage: m.desk_stage,
  responsible: m.finding_responsible,
  insured: m.filter_insured,
  care: m.filter_care_area,
  institution: m.re_institution,
};

export const orderName: Record<Order, () => string> = {
  loss: m.finding_order_loss,
  risk: m.finding_order_risk,
  age: m.finding_order_age,
  limitation: m.finding_order_limitation,
  day: m.finding_order_day,
  oldest: m.finding_order_oldest,
  rule: m.finding_order_rule,
  claims: m.finding_order_claims,
  newest: m.finding_order_newest,
};

/** What a value of a condition is called. */
export function valueName(
  name: ListName,
  value: string,
  { regions, locale }: { regions: Regions; locale: Locale },
): string {
  if (name === "insured" || name === "care") return fullName(regions, value, locale);
  if (name === "category") return categoryName(value);
  if (name === "stage") return stageName(value);
  if (name === "responsible") return responsibleOf(value);
  return name === "review" ? reviewName(value) : value;
}
