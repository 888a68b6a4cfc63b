import type { Term } from "../policies/version-terms.ts";
import { half, UNIT } from "./exact.ts";
import { type Drawn, type PaidVisit, paidOf } from "./known-visit.ts";

/** Visits of a person and year: two for one disease of the row, two for another, where it names one. */
const VISITS = 4;

/**
 * Visits for the chronic diseases of one term, paid as it says: one deductible a year for all of them, a ratio, what the limit of a disease leaves.
 * @param wanted visits; @param day the first one's
 */
export function* chronicVisits(term: Term, wanted: number, random: () => number, drawn: Drawn): Generator<PaidVisit> {
  const { period, diseases } = term.chronic!;
  const [amount, further] = [term.chronic!.amount, term.chronic!.further].map((yuan) =>
    yuan === null ? null : fen(yuan),
  );
  const standard = fen(term.deductible!.standards[0]!);
  const bands = term.ratio!.bands.map(({ low, ratio }) => ({ low: fen(low), ratio: Math.round(Number(ratio) * UNIT) }));
  for (let n = 0, person = 0; n < wanted; person++) {
    let before = 0;
    const spent = new Map<string, number>();
    const [first, other] = person % 2 === 0 ? diseases : diseases.toReversed();
    for (let visit = 1; visit <= VISITS && n < wanted; visit++, n++) {
      const disease = visit > 2 && other !== undefined ? other : first!;
      const in_scope = Math.round(20_000 + (period === "session" ? 60_000 : 400_000) * random() ** 2);
      const deductible = Math.min(before + in_scope, standard) - Math.min(before, standard);
      const calculated = bandsPay(bands, deductible, in_scope);
      const limit = disease === first ? amount! : further!;
      const left =
        limit === null ? Number.POSITIVE_INFINITY : limit - (period === "year" ? (spent.get(disease) ?? 0) : 0);
      const due = Math.min(calculated, Math.max(0, left));
      const paid = paidOf(due, random, drawn);
      yield { person, visit, in_scope, extra: 0, standard, deductible, due, paid, disease };
      before += in_scope;
      spent.set(disease, (spent.get(disease) ?? 0) + paid);
    }
  }
}

/** As `paidBy`, written again: what is drawn must not be paid by what is tried. */
function bandsPay(bands: readonly { low: number; ratio: number }[], from: number, to: number): number {
  return bands.reduce((sum, { low, ratio }, i) => {
    const width = Math.min(to, bands[i + 1]?.low ?? to) - Math.max(from, low);
    return width > 0 ? sum + half(width, ratio) : sum;
  }, 0);
}

const fen = (yuan: string) => Math.round(100 * Number(yuan));
