import type { Locale } from "../paraglide/runtime.js";
import { type Decimal, decimal, shift, toFixed } from "./decimal.ts";

export type Kind = "money" | "count" | "ratio" | "days";
export type Value = string | number | null | undefined;

/** A step of 万/亿 (or K/M/B): values are shown as `value ÷ 10^tens`. */
export interface Step {
  tens: number;
  zh: string;
  en: string;
}

export const noStep: Step = { tens: 0, zh: "", en: "" };
const steps: Record<Locale, Step[]> = {
  zh: [noStep, { tens: 4, zh: "万", en: "" }, { tens: 8, zh: "亿", en: "" }],
  en: [noStep, { tens: 3, zh: "", en: "K" }, { tens: 6, zh: "", en: "M" }, { tens: 9, zh: "", en: "B" }],
};

export const dash = "—";

/**
 * The step in which a value reads best. It is chosen after rounding to two decimals, so that 9,999.995 becomes 1.00 万
 * and never 10,000.00.
 */
export function stepFor(value: Value, locale: Locale): Step {
  const exact = decimal(value);
  if (!exact) return noStep;
  let chosen = noStep;
  for (const step of steps[locale]) {
    const below = shift(magnitude(exact), -chosen.tens);
    if (step === noStep || Number(toFixed(below, 2)) >= 10 ** (step.tens - chosen.tens)) chosen = step;
  }
  return chosen;
}

/** The next smaller step; the plain one has none below. */
export function stepBelow(step: Step, locale: Locale): Step {
  return steps[locale][steps[locale].indexOf(step) - 1] ?? noStep;
}

/** One number in a given step: ("3976200", 万, 2) → "397.62". Null reads "—"; minus is U+2212. */
export function inStep(value: Value, step: Step, places: number): string {
  const exact = decimal(value);
  return exact ? grouped(toFixed(shift(exact, -step.tens), places)) : dash;
}

/** A quantity split into its figure and its unit, for typesetting: money and counts by steps, ratios as percent. */
export function quantity(value: Value, kind: Kind, locale: Locale, unit = ""): { figure: string; unit: string } {
  const exact = decimal(value);
  if (!exact) return { figure: dash, unit: "" };
  if (kind === "ratio") return { figure: percent(value), unit: "%" };
  if (kind === "days") return { figure: inStep(value, noStep, 1), unit };
  const step = stepFor(value, locale);
  const places = step === noStep && kind === "count" ? 0 : 2;
  const figure = inStep(value, step, places);
  return locale === "zh" ? { figure, unit: joinUnit(step, unit, locale) } : { figure: figure + step.en, unit };
}

/** 0.58139 → "58.1" (one decimal, no sign of its own for percent). */
export function percent(value: Value, places = 1): string {
  const exact = decimal(value);
  return exact ? grouped(toFixed(shift(exact, 2), places)) : dash;
}

/** Every digit as stored, with separators: "4512345678.90" → "4,512,345,678.90". */
export function exact(value: Value): string {
  const known = decimal(value);
  return known ? grouped(toFixed(known, known.scale)) : dash;
}

/** "万人次", "亿元" — in English "M visits", "B yuan". */
export function joinUnit(step: Step, unit: string, locale: Locale): string {
  return locale === "zh" ? `${step.zh}${unit}` : [step.en, unit].filter(Boolean).join(" ");
}

function magnitude(value: Decimal): Decimal {
  return value.digits < 0n ? { ...value, digits: -value.digits } : value;
}

function grouped(text: string): string {
  const [whole = "", fraction] = text.replace("-", "−").split(".");
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}
