import type { HeldValue } from "../../lib/findings.ts";

/** A value drawn against its limit, in parts of the whole width. */
export interface Gauge {
  value: number;
  limit: number;
  /** On which side of the limit a rule speaks. */
  breaks: boolean;
}

/** Both ends rounded out so that neither the value nor the limit stands at the edge; null where one of them is no number, or is negative. */
export function gaugeOf({ value, limit, operator }: Pick<HeldValue, "value" | "limit" | "operator">): Gauge | null {
  if (operator === null || !isNumber(value) || !isNumber(limit)) return null;
  const [at, line] = [Math.abs(Number(value)), Number(limit)];
  const most = Math.max(at, line) * 1.12;
  if (line < 0 || most === 0) return null;
  const breaks = { ">": at > line, ">=": at >= line, "<": at < line, "<=": at <= line }[operator];
  return { value: at / most, limit: line / most, breaks };
}

const isNumber = (text: string | null): text is string => text !== null && /^-?\d+(\.\d+)?$/.test(text);
