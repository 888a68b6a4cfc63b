import { signOf, sumOf } from "../../lib/fen.ts";
import { exact } from "../../lib/format.ts";
import type { ClaimPage, LedgerStep, Result } from "../../lib/settlement.ts";
import { ratioText, stepName } from "../../lib/settlement-labels.ts";
import { m } from "../../paraglide/messages.js";

/** One row of the ledger as it is written down. */
export interface LedgerRow {
  id: string;
  /** − taken off, × by a ratio, + added; sums have none. */
  sign: "−" | "×" | "+" | "";
  label: string;
  sum: boolean;
  recorded: string;
  due: string;
  difference: string;
  /** The ends of the interval, where there is one. */
  range: { low: string; high: string } | null;
  /** Recorded and due are not the same. */
  differs: boolean;
  /** The step in which the difference arises. */
  origin: boolean;
  /** Said of the recorded value. */
  note?: string;
}

const taken = new Set(["full_self_pay", "over_limit", "first_pay", "deductible"]);
const sums = new Set(["in_scope", "basic_fund", "fund_total", "personal_share"]);
const layers = new Set(["serious_illness", "large_amount", "civil_servant", "medical_aid"]);

/** The ledger in its order, the bands of the ratio between what is subject to it and what it comes to. */
export function ledgerRows(page: ClaimPage): LedgerRow[] {
  const origin = originOf(page);
  return page.ledger
    .filter((step) => shown(step, page))
    .flatMap((step) => {
      const row = rowOf(step, origin, differing(page.result));
      return step.step === "base" ? [row, ...bandRows(page, origin)] : [row];
    });
}

/** The step in which the difference arises: the one its class names, else the first that differs. */
export function originOf({ ledger, result }: Pick<ClaimPage, "ledger" | "result">): string | null {
  if (!differing(result)) return null;
  if (result?.difference_class === "RS-RATIO") return "ratio";
  if (result?.difference_class === "RS-CAP") return "ceiling";
  return ledger.find(({ difference }) => signOf(difference) !== 0)?.step ?? null;
}

const differing = (result: Result | null) =>
  result?.difference_class != null && result.materiality !== "rounding" && result.reason === null;

/** Steps of no money that the policy does not have either are left out. */
function shown({ step, recorded, due, high }: LedgerStep, { layers: policy, result, term }: ClaimPage): boolean {
  const money = [recorded, due, high].some((amount) => signOf(amount) !== 0);
  if (step === "calculated") return signOf(result?.over_cap) !== 0;
  if (step === "ceiling") return due !== null && term?.cap_basis != null;
  if (step === "other_funds" || step === "hospital_share") return money;
  if (layers.has(step))
    return (
      money ||
      policy?.[
        ({ serious_illness: "serious", large_amount: "large", civil_servant: "civil", medical_aid: "aid" } as const)[
          step as "medical_aid"
        ]
      ] != null
    );
  return true;
}

/** Where nothing is held against the payment, amounts that part are not marked. */
function rowOf(
  { step, recorded, due, low, high, difference }: LedgerStep,
  origin: string | null,
  marked: boolean,
): LedgerRow {
  const differs = marked && signOf(difference) !== 0;
  return {
    id: step,
    sign: taken.has(step) ? "−" : layers.has(step) || step === "other_funds" ? "+" : "",
    label: stepName(step),
    sum: sums.has(step),
    recorded: exact(recorded),
    due: exact(due),
    difference: difference === null ? "" : signed(difference),
    range: low !== null && high !== null && low !== high ? { low: exact(low), high: exact(high) } : null,
    differs,
    origin: step === origin,
  };
}

function bandRows({ bands, ledger, claim }: ClaimPage, origin: string | null): LedgerRow[] {
  // Without the deductible that was paid a record implies no ratio.
  const base = claim.deductible_paid === null ? null : sumOf(claim.in_scope, negative(claim.deductible_paid));
  const basic = ledger.find(({ step }) => step === "basic_fund");
  const run = bands.filter(({ width }) => width === null || signOf(width) > 0);
  return (run.length > 0 ? run : bands.slice(0, 1)).map((band, index, all) => {
    const one = all.length === 1;
    // What the record implies says something only where one ratio holds and no ceiling cut it.
    const implied = one && signOf(base) > 0 && basic?.recorded ? Number(basic.recorded) / Number(base) : null;
    const points = implied === null ? null : (implied - Number(band.ratio)) * 100;
    const off = points !== null && Math.abs(points) >= 0.005;
    return {
      id: one ? "ratio" : `ratio-${index}`,
      sign: "×",
      label: one ? stepName("ratio") : bandLabel(band.low, band.high),
      sum: false,
      recorded: implied === null ? "" : `${trimmed((implied * 100).toFixed(2))}%`,
      due:
        one || band.width === null || band.paid === null
          ? ratioText(band.ratio)
          : m.ledger_band_due({ width: exact(band.width), ratio: ratioText(band.ratio), paid: exact(band.paid) }),
      difference: off ? m.ledger_points({ points: withSign(trimmed(Math.abs(points).toFixed(2)), points) }) : "",
      range: null,
      differs: off && origin === "ratio",
      origin: origin === "ratio" && index === 0,
      ...(implied === null ? {} : { note: m.ledger_implied() }),
    };
  });
}

function bandLabel(low: string, high: string | null): string {
  return high === null
    ? m.ledger_band_open({ low: whole(low) })
    : m.ledger_band({ low: whole(low), high: whole(high) });
}

const whole = (amount: string) => exact(amount.replace(/\.00$/, ""));
const trimmed = (text: string) => text.replace(/\.?0+$/, "") || "0";
const negative = (amount: string) => (amount.startsWith("-") ? amount.slice(1) : `-${amount}`);

/** "+8,260.00", "−20.00", "0". */
export function signed(amount: string): string {
  return signOf(amount) === 0 ? "0" : withSign(exact(amount.replace("-", "")), Number(amount));
}

function withSign(text: string, value: number): string {
  return `${value < 0 ? "−" : "+"}${text}`;
}
