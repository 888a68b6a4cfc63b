import { m } from "../paraglide/messages.js";
import type { Locale } from "../paraglide/runtime.js";
import {
  inStep,
  joinUnit,
  type Kind,
  noStep,
  percent,
  quantity,
  type Step,
  stepBelow,
  stepFor,
  type Value,
} from "./format.ts";
import { textIn } from "./regions.ts";
import type { Definitions, Measure } from "./types.ts";

/** What the screens need of a measure to write it down. */
export interface MeasureText {
  id: string;
  label: string;
  kind: Kind;
  unit: string;
  additive: boolean;
}

interface Known {
  label: () => string;
  kind: Kind;
  unit: () => string;
  additive: boolean;
}

/** Names used before the definitions have arrived, and units in both languages. */
const known: Record<string, Known> = {
  visits: { label: m.measure_visits, kind: "count", unit: m.unit_visits, additive: true },
  settlements: { label: m.measure_settlements, kind: "count", unit: m.unit_settlements, additive: true },
  total_cost: { label: m.measure_total_cost, kind: "money", unit: m.unit_yuan, additive: true },
  fund_total: { label: m.measure_fund_total, kind: "money", unit: m.unit_yuan, additive: true },
  fund_ratio: { label: m.measure_fund_ratio, kind: "ratio", unit: () => "%", additive: false },
  reduced_advance: { label: m.measure_reduced_advance, kind: "money", unit: m.unit_yuan, additive: false },
  cost_per_stay: { label: m.measure_cost_per_stay, kind: "money", unit: m.unit_yuan, additive: false },
  days_per_stay: { label: m.measure_days_per_stay, kind: "days", unit: m.unit_days, additive: false },
};

const units: Record<string, () => string> = {
  yuan: m.unit_yuan,
  visit: m.unit_visits,
  settlement: m.unit_settlements,
  day: m.unit_days,
};

export const bandMeasures = ["visits", "total_cost", "fund_total", "fund_ratio", "reduced_advance"];

/** A measure by its id; one that only the server knows is described by its definition. */
export function measureText(id: string, definitions: Definitions | undefined, locale: Locale): MeasureText {
  const defined = definitions?.measures.find((measure) => measure.id === id);
  const own = known[id];
  return {
    id,
    label: own?.label() ?? (textIn(defined?.label, locale) || id),
    kind: own?.kind ?? kindOf(defined),
    unit: own?.unit() ?? units[defined?.unit ?? ""]?.() ?? "",
    additive: own?.additive ?? defined?.kind === "additive",
  };
}

/** "基金支付（元）": a column of exact values says what they count. */
export function columnLabel({ label, unit }: MeasureText): string {
  return unit ? m.column_with_unit({ label, unit }) : label;
}

/** "1.41 万元", "58.1%", "397.62 万人次". */
export function written(value: Value, measure: MeasureText, locale: Locale): string {
  const { figure, unit } = quantity(value, measure.kind, locale, measure.unit);
  return unit === "%" ? `${figure}%` : unit ? `${figure} ${unit}` : figure;
}

/**
 * One step for all labels of a chart, from its largest value, and how to write a value in it. With `fine` the step is one
 * lower where small values would else be all zeros; that takes longer labels.
 */
export function commonStep(values: Value[], measure: MeasureText, locale: Locale, fine = false) {
  const sizes = values.map((value) => Math.abs(Number(value ?? 0))).filter((size) => size > 0);
  const largest = Math.max(0, ...sizes);
  const plain = measure.kind === "ratio" || measure.kind === "days";
  let step: Step = plain ? noStep : stepFor(largest, locale);
  const lower = stepBelow(step, locale);
  if (fine && Math.min(...sizes) < 10 ** (step.tens - 1) && largest < 10 ** (lower.tens + 6)) step = lower;
  const shown = largest / 10 ** step.tens;
  const places = measure.kind === "days" ? 1 : wholeOnly(step, measure, shown) ? 0 : shown >= 100 ? 1 : 2;
  return {
    unit: measure.kind === "ratio" ? "%" : joinUnit(step, measure.unit, locale),
    write: (value: Value) => (measure.kind === "ratio" ? percent(value) : inStep(value, step, places)),
  };
}

function wholeOnly(step: Step, measure: MeasureText, shown: number): boolean {
  return (step.tens === 0 && measure.kind === "count") || shown >= 1000;
}

function kindOf(measure: Measure | undefined): Kind {
  if (measure?.unit === "yuan") return "money";
  if (measure?.unit === "ratio") return "ratio";
  if (measure?.unit === "day") return "days";
  return "count";
}
