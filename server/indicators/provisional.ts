import type { Cell } from "../store/reader.ts";
import type { FigureRequest } from "./request.ts";
import type { Watermark } from "./watermark.ts";

/**
 * For each measure that matures the day, `YYYY-MM-DD`, until which each row is provisional; null where records no longer arrive. Only by month of
 * discharge: what is counted when it is settled is complete with its month.
 */
export function provisionalUntil(
  { measures, period, to }: FigureRequest,
  columns: Record<string, Cell[]>,
  rows: number,
  { lastSettledAt, months }: Watermark,
): Record<string, (string | null)[]> {
  if (period !== "discharge" || !months || lastSettledAt === null) return {};
  const last = to !== null && to < months.last ? to : months.last;
  const monthOf = (row: number): string => {
    const [month, year] = [columns.month?.[row], columns.year?.[row]];
    if (typeof month === "string") return month;
    return typeof year === "string" && `${year}-12` < last ? `${year}-12` : last;
  };
  return Object.fromEntries(
    measures.flatMap(({ id, matures }) => {
      if (!matures) return [];
      const until = Array.from({ length: rows }, (_, row) => afterMonth(monthOf(row), matures.days));
      return [[id, until.map((day) => (day > lastSettledAt.slice(0, 10) ? day : null))]];
    }),
  );
}

/** The day so many days after the last one of a month. */
function afterMonth(month: string, days: number): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, days)).toISOString().slice(0, 10);
}
