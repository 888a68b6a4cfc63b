import { loadFigures } from "./figures.ts";
import type { Period } from "./period.ts";
import { conditions } from "./query.ts";
import type { Resolved } from "./state.ts";
import type { Cell, Restatement } from "./types.ts";

export interface Totals {
  values: Record<string, Cell>;
  /** The answer's id: what `verify figure` takes. */
  id: string | null;
  restated: Restatement[];
}

/** The figures of the whole filter; null where nothing was settled in that period. */
export async function totals(
  measures: string[],
  filter: Resolved,
  period: Period,
  signal?: AbortSignal,
): Promise<Totals | null> {
  const query = { measures, by: [], from: period.from, to: period.to, where: conditions(filter) };
  const { columns, rows, id = null, restated = [] } = await loadFigures(query, 1, signal);
  if (rows === 0) return null;
  const values = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[0] ?? null]));
  const any = Object.values(values).some((value) => value !== null && Number(value) !== 0);
  return any ? { values, id, restated } : null;
}

/** Growth as a ratio (0.468 = 46.8 % more); null without a base. */
export function growth(now: Cell | undefined, before: Cell | undefined): number | null {
  if (now == null || before == null || Number(before) === 0) return null;
  return Number(now) / Number(before) - 1;
}
