import type { ChartContext } from "../../lib/chart.ts";
import { nameOf, names } from "../../lib/labels.ts";
import { fullName, regionName } from "../../lib/regions.ts";
import {
  cannotName,
  className,
  explainingName,
  materialityName,
  responsibleName,
  systemicName,
} from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { ListName } from "./filter.ts";

type Places = Pick<ChartContext, "regions" | "locale">;

/** What a condition is called. */
export const conditionName: Record<ListName, () => string> = {
  insured: m.filter_insured,
  care: m.filter_care_area,
  scope: m.filter_scope,
  group: m.filter_care,
  scheme: m.filter_scheme,
  route: m.filter_route,
  class: m.re_class,
  responsible: m.re_responsible,
  materiality: m.re_materiality,
  direction: m.re_direction,
  cannot: m.re_reason,
  institution: m.re_institution,
  explaining: m.re_explaining,
  policy: m.re_policy,
  systemic: m.re_systemic,
};

/** What a value of a condition is called. */
export function valueName(name: ListName, value: string, { regions, locale }: Places): string {
  switch (name) {
    case "insured":
    case "care":
      return fullName(regions, value, locale);
    case "scope":
      return nameOf(names.scopes, value);
    case "group":
      return nameOf(names.groups, value);
    case "scheme":
      return nameOf(names.schemes, value);
    case "route":
      return nameOf(names.routes, value);
    case "class":
      return `${value} ${className(value)}`;
    case "responsible":
      return responsibleName(value);
    case "materiality":
      return materialityName(value);
    case "direction":
      return value === "over" ? m.re_over() : m.re_under();
    case "cannot":
      return cannotName(value);
    case "explaining":
      return explainingName(value);
    case "systemic":
      return systemicName(value);
    default:
      return value;
  }
}

/** "河南 → 北京". */
export function pairName(from: string, to: string, { regions, locale }: Places): string {
  return `${regionName(regions, from, locale)} → ${regionName(regions, to, locale)}`;
}
