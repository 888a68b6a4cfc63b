import { elapsed } from "../../lib/times.ts";
import type { Locale } from "../../paraglide/runtime.js";

/** How long a run took; below ten seconds with one decimal. */
export function seconds({ startedAt, endedAt }: { startedAt: string; endedAt: string }, locale: Locale): string {
  const taken = Date.parse(endedAt) - Date.parse(startedAt);
  if (!Number.isFinite(taken)) return "—";
  if (taken >= 10_000) return elapsed(taken, locale);
  const text = (Math.max(0, taken) / 1000).toFixed(1);
  return locale === "zh" ? `${text}秒` : `${text} s`;
}
