import { getBytes, getJson } from "./api.ts";
import { type FigureQuery, figuresPath } from "./query.ts";
import type { Cell, Figures } from "./types.ts";

/** From here on Arrow is read faster than JSON. */
const manyRows = 10_000;

/** Answers a figure query; large ones travel as Arrow. `expected` is the number of rows at most. */
export async function loadFigures(query: FigureQuery, expected: number, signal?: AbortSignal): Promise<Figures> {
  if (expected < manyRows) return getJson<Figures>(figuresPath(query, "json"), signal);
  // Arrow's DECIMAL drawn by Plot gives wrong bars without an error; flechette reads DOUBLE columns as numbers.
  const [bytes, { tableFromIPC }] = await Promise.all([
    getBytes(figuresPath(query, "arrow"), signal),
    import("@uwdata/flechette"),
  ]);
  const table = tableFromIPC(bytes);
  const columns = Object.fromEntries(table.names.map((name) => [String(name), [...table.getChild(name)] as Cell[]]));
  return { columns, rows: table.numRows };
}

/** How many rows a query can give at most, from what is known about its dimensions. */
export function rowsAtMost(by: string[], months: number, provinces: number, areas: number): number {
  const sizes: Record<string, number> = {
    month: months,
    insured: provinces,
    care: provinces,
    pair: provinces ** 2,
    insured_city: areas,
    care_city: areas,
    city_pair: areas ** 2,
  };
  return by.reduce((product, dimension) => product * (sizes[dimension] ?? 6), 1);
}

/** Rows as objects, for the few hundred that a chart draws. */
export function records(figures: Figures): Record<string, Cell>[] {
  const names = Object.keys(figures.columns);
  return Array.from({ length: figures.rows }, (_, row) =>
    Object.fromEntries(names.map((name) => [name, figures.columns[name]![row] ?? null])),
  );
}
