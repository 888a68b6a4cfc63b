import { signOf, sumOf } from "../../lib/fen.ts";
import { exact } from "../../lib/format.ts";
import { messageNamed } from "../../lib/message.ts";
import { fullName, type Regions } from "../../lib/regions.ts";
import type { ClaimPage, LedgerStep } from "../../lib/settlement.ts";
import { neededFor, stepName } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";
import type { Locale } from "../../paraglide/runtime.js";

/** What about a claim could not be judged, in plain words, and what would be needed for it. */
export interface Unknowns {
  /** The whole claim cannot be judged; else single steps are ranges only. */
  isWhole: boolean;
  why: string;
  steps: { step: string; said: string; why: string }[];
  needed: string;
}

/** Null where nothing about the claim is uncertain. */
export function unknownsOf(page: ClaimPage, regions: Regions, locale: Locale): Unknowns | null {
  const { claim, result, ledger } = page;
  if (!result) return null;
  if (result.reason !== null && result.reason !== "history") {
    const why = messageNamed(`why_${result.reason}`) ?? result.reason;
    return { isWhole: true, why, steps: [], needed: neededFor(result.reason) };
  }
  const open = ledger.filter(({ low, high }) => low !== null && high !== null && low !== high);
  if (result.judged !== "interval" && open.length === 0) return null;
  const area = fullName(regions, claim.insured_city, locale);
  return {
    isWhole: result.reason === "history",
    why: m.why_history(),
    steps: open.map((step) => ({
      step: step.step,
      said: rangeText(step),
      why: messageNamed(`unknown_step_${step.step}`) ?? "",
    })),
    needed: m.unknown_needed_history({ area, year: claim.benefit_year, day: claim.settled_at.slice(0, 10) }),
  };
}

function rangeText({ step, recorded, low, high }: LedgerStep): string {
  const words = { step: stepName(step), low: exact(low), high: exact(high), recorded: exact(recorded) };
  const isInside = signOf(less(recorded, low)) >= 0 && signOf(less(high, recorded)) >= 0;
  return isInside ? m.unknown_inside(words) : m.unknown_outside(words);
}

function less(from: string | null, amount: string | null): string {
  const text = amount ?? "0";
  return sumOf(from, text.startsWith("-") ? text.slice(1) : `-${text}`);
}
