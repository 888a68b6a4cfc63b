import { repeated } from "./ceilings.ts";
import type { ChangeOf, OwnRatios } from "./chronic.ts";
import type { Evidence } from "./evidence.ts";
import { paidBy } from "./exact.ts";
import { CLEAR, isShown, LEAST, LEAST_EXACT, modeOf } from "./mode.ts";

/** What the fund pays at most of a chronic disease, fen, and the settlements that show it. */
export interface ChronicLimit {
  period: "year" | "session";
  amount: number;
  /** Of a disease that is not the person's first of the year; null where none shows it. */
  further: number | null;
  rows: number;
  matched: number;
}

/** What many settlements reach and hardly any passes, although the year holds more. */
export function sessionLimit(claims: readonly Evidence[]): ChronicLimit | null {
  const most = modeOf(claims.filter(({ basic_fund }) => basic_fund > 0).map(({ basic_fund }) => basic_fund));
  if (!most || most.matched < LEAST_EXACT || claims.length < LEAST) return null;
  const { value: amount, matched } = most;
  const over = claims.filter(({ basic_fund }) => basic_fund > amount).length;
  const again = claims.filter(({ disease_fund, basic_fund }) => disease_fund > 0 && disease_fund + basic_fund > amount);
  if (matched < CLEAR * (matched + over) || again.length < LEAST_EXACT) return null;
  return { period: "session", amount, further: null, rows: matched + over, matched };
}

/** Sums of a year at which payments stop again and again and that hardly any passes; those that reach one say nothing of the ratio. */
export function yearStops(claims: readonly Evidence[], isFirst: boolean): Set<number> {
  const those = claims.filter(({ basic_fund, is_first_disease }) => basic_fund > 0 && is_first_disease === isFirst);
  const sums = those.map((claim) => claim.disease_fund + claim.basic_fund);
  const counts = Map.groupBy(repeated(sums), (sum) => sum);
  return new Set(
    [...counts].flatMap(([sum, { length }]) => {
      const beyond = sums.filter((other) => other > sum).length;
      return length >= 3 && beyond <= (1 - CLEAR) * length ? [sum] : [];
    }),
  );
}

/** What payments of a year stop at again and again although the ratio gives more. */
export function yearLimit(claims: readonly Evidence[], ratios: OwnRatios, changeOf: ChangeOf): ChronicLimit | null {
  const cut = claims.filter(({ person_group, filing, deductible_paid, in_scope, basic_fund }) => {
    const [own, change] = [ratios.get(person_group), changeOf(filing)];
    if (!own || !change) return false;
    return basic_fund < paidBy([{ low: 0, ratio: own.ratio }], deductible_paid, in_scope, change.ratio);
  });
  const reached = (isFirst: boolean) => {
    const those = cut.filter(({ is_first_disease }) => is_first_disease === isFirst);
    // A payment that is merely wrong gives an amount of its own.
    const mode = modeOf(repeated(those.map(({ disease_fund, basic_fund }) => disease_fund + basic_fund)));
    return isShown(mode, claims.length) ? mode : null;
  };
  const [first, further] = [reached(true), reached(false)];
  if (!first) return null;
  return {
    period: "year",
    amount: first.value,
    further: further?.value ?? null,
    rows: first.rows,
    matched: first.matched,
  };
}
