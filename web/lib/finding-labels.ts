import { m } from "../paraglide/messages.js";
import type { Rule } from "./findings.ts";
import { messageNamed } from "./message.ts";

/** Names of what findings and rules answer with; a value without a name shows itself. */
export const stateName = (state: string) => messageNamed(`finding_state_${state}`) ?? state;
export const reviewName = (review: string) => messageNamed(`review_${review}`) ?? review;
export const strengthName = (strength: string) => messageNamed(`strength_${strength}`) ?? strength;
export const closedName = (reason: string) => messageNamed(`closed_${reason}`) ?? reason;
export const categoryName = (category: string) => messageNamed(`category_${category}`) ?? category;
export const responsibleOf = (code: string) => messageNamed(`acted_${code.replace(" ", "_")}`) ?? code;
export const investigatorName = (code: string) => messageNamed(`investigate_${code}`) ?? code;
export const implicatesName = (code: string) => messageNamed(`implicates_${code}`) ?? code;
export const statusName = (code: string) => messageNamed(`rule_status_${code}`) ?? code;
export const parameterUnit = (unit: string) => messageNamed(`parameter_unit_${unit}`) ?? unit;
export const fundName = (fund: string) => messageNamed(`fund_${fund}`) ?? fund;
export const runStateName = (state: string) => messageNamed(`run_state_${state}`) ?? state;

/** 官方 for a rule of the official classes; what we wrote ourselves is 自建/可疑 and never more. */
export const originName = (rule: Pick<Rule, "official"> | undefined) =>
  rule?.official ? m.origin_official() : m.origin_own();

export const reviews = ["none", "reopened", "confirmed", "dismissed", "doubtful"] as const;
export const reviewStyle: Record<string, string> = {
  none: "unknown",
  reopened: "suspected",
  confirmed: "violation",
  dismissed: "fine",
  doubtful: "suspected",
};
