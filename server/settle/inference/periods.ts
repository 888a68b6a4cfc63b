import type { Evidence } from "./evidence.ts";
import { LEAST } from "./mode.ts";

/** A change of policy moves what is usual in at least this part of the settlements. */
const MOVED = 0.05;
/** Versions looked for within one stretch of months. */
const DEPTH = 3;

/**
 * First days of the periods in which settlements are paid alike: the beginning of the first year, and months in which what is usual (ratio and deductible
 * of a kind of person, place and filing) becomes another.
 */
export function periodsOf(claims: readonly Evidence[]): string[] {
  const [earliest] = claims.map(({ benefit_day }) => benefit_day).sort();
  if (earliest === undefined) return [];
  const signed = claims.flatMap((claim) => {
    const base = claim.in_scope - claim.deductible_paid;
    if (base < 10_000 || claim.care_group === "chronic" || claim.care_group === "pharmacy") return [];
    const { care_group, person_group, tier, filing, admission, standard, basic_fund } = claim;
    return [
      {
        month: claim.benefit_day.slice(0, 7),
        cell: `${care_group} ${person_group} ${tier} ${filing} ${Math.min(admission, 4)}`,
        sign: `${standard} ${Math.round((1000 * basic_fund) / base)}`,
      },
    ];
  });
  return [`${earliest.slice(0, 4)}-01-01`, ...breaksIn(signed, DEPTH).map((month) => `${month}-01`)];
}

interface Signed {
  month: string;
  cell: string;
  sign: string;
}

function breaksIn(rows: readonly Signed[], depth: number): string[] {
  const months = [...new Set(rows.map(({ month }) => month))].sort();
  if (depth === 0 || rows.length < 2 * LEAST) return [];
  const cells = [...Map.groupBy(rows, ({ cell }) => cell).values()].filter((those) => those.length >= 2 * LEAST);
  const whole = cells.reduce((sum, those) => sum + usual(those), 0);
  let best: { month: string; gain: number } | null = null;
  for (const month of months.slice(1)) {
    const parted = cells.reduce(
      (sum, those) =>
        sum + usual(those.filter((row) => row.month < month)) + usual(those.filter((row) => row.month >= month)),
      0,
    );
    if (best === null || parted - whole > best.gain) best = { month, gain: parted - whole };
  }
  const looked = cells.reduce((sum, those) => sum + those.length, 0);
  if (best === null || best.gain < Math.max(LEAST, MOVED * looked)) return [];
  const { month } = best;
  return [
    ...breaksIn(
      rows.filter((row) => row.month < month),
      depth - 1,
    ),
    month,
    ...breaksIn(
      rows.filter((row) => row.month >= month),
      depth - 1,
    ),
  ];
}

/** How many rows of a cell share the most frequent sign. */
function usual(rows: readonly Signed[]): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const { sign } of rows) {
    const count = (counts.get(sign) ?? 0) + 1;
    counts.set(sign, count);
    if (count > most) most = count;
  }
  return most;
}
