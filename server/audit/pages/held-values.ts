import type { Label } from "../../store/dictionary.ts";
import type { LimitOperator } from "./limits.ts";
import type { Names } from "./names.ts";
import type { RuleCard } from "./rule-card.ts";
import type { Shown } from "./sentence.ts";
import { written } from "./written.ts";

/** A value of a finding beside the limit it is held against. */
export interface HeldValue {
  name: string;
  label: Label;
  /** As it is kept: exact. */
  value: string | null;
  written: Label;
  unit: Label | null;
  operator: LimitOperator | null;
  /** The limit as it held for this record; null where the value has none, or where overlays leave open which one it was. */
  limit: string | null;
  limitWritten: Label | null;
}

/** Every value that a record shows, those held against limits first. Parameters stand as limits, not as values. */
export function heldValues(
  card: RuleCard,
  shown: Shown,
  parameters: Record<string, unknown>,
  names: Names,
): HeldValue[] {
  const rows = [...card.meanings].flatMap(([name, meaning]): HeldValue[] => {
    if (name.startsWith("$") || name === "limit") return [];
    const value = shown[name] ?? null;
    const held = card.limits.get(name);
    const limit = held ? limitOf(held.against, shown, parameters) : null;
    return [
      {
        name,
        label: meaning.label,
        value,
        written: written(value, meaning, names),
        unit: meaning.unit,
        operator: held?.operator ?? null,
        limit,
        limitWritten: limit === null ? null : written(limit, meaning.kind === "text" ? numbers : meaning, names),
      },
    ];
  });
  return [...rows.filter(({ limit }) => limit !== null), ...rows.filter(({ limit }) => limit === null)];
}

const numbers = { kind: "number", codes: null } as const;

function limitOf(
  against: { shown: readonly string[] } | { parameter: string } | { constant: string },
  shown: Shown,
  parameters: Record<string, unknown>,
): string | null {
  if ("constant" in against) return against.constant;
  if ("parameter" in against) {
    const parameter = parameters[against.parameter] as { default?: string; where?: unknown } | undefined;
    return parameter?.where === undefined ? (parameter?.default ?? null) : null;
  }
  const factors = against.shown.map((name) => shown[name] ?? null);
  return factors.some((factor) => factor === null || !/^-?\d+(\.\d+)?$/.test(factor))
    ? null
    : productOf(factors as string[]);
}

/** The product of decimal texts, exactly, without zeros at its end. */
export function productOf(factors: readonly string[]): string {
  const scale = factors.reduce((sum, text) => sum + (text.split(".")[1]?.length ?? 0), 0);
  const digits = factors.reduce((product, text) => product * BigInt(text.replace(".", "")), 1n);
  const sign = digits < 0n ? "-" : "";
  const padded = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  if (scale === 0) return sign + padded;
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`.replace(/\.?0+$/, "");
}
