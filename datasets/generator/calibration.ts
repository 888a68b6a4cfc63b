import path from "node:path";
import { openEngine } from "./engine.ts";
import { type Cell, makePlan, type PlanOptions } from "./plan.ts";
import type { Population } from "./populations.ts";

/** One figure as published beside the generated one, which is stretched by the scale. Decimal texts in the unit. */
export interface Calibration {
  population: string;
  title: Population["title"];
  from: string;
  to: string;
  measure: "visits" | "total_cost" | "fund_total" | "fund_ratio" | "reduced_advance";
  unit: string;
  /** As published; of a period that was cut, its share by the month curve. */
  published: string;
  generated: string;
  /** (generated − published) ÷ published. */
  difference: number;
  /** How far the published figure can be trusted; `illustrative`: set by us. */
  confidence: string;
  source: string;
  /** One generated row stands for so many. */
  scale: number;
}

interface Counted {
  visits: number;
  total: number;
  fund: number;
}

/**
 * Counts what `generate` wrote to `out` and sets it beside the published figures. `options` are those given to `generate`.
 * Reads the files alone, not what the generator meant to write. Planted schemes, being extra, count too.
 */
export async function calibration(options: PlanOptions & { out: string }): Promise<Calibration[]> {
  const plan = makePlan(options);
  const months = await countMonths(options.out);
  return plan.cells.flatMap((cell) => {
    const { population, period } = cell;
    const rows = months.filter(
      ({ population: id, month }) => id === population.id && month >= period.from && month <= period.to,
    );
    return compare(cell, { visits: add(rows, "visits"), total: add(rows, "total"), fund: add(rows, "fund") });
  });
}

/** The table as text for a terminal, one figure a line. */
export function calibrationText(lines: readonly Calibration[]): string {
  const shown = lines.map(({ population, from, to, measure, unit, published, generated, difference, confidence }) =>
    [
      population.padEnd(28),
      `${from}–${to}`,
      measure.padEnd(16),
      published.padStart(12),
      generated.padStart(12),
      unit.padEnd(4),
      `${(difference * 100).toFixed(3)} %`.padStart(10),
      confidence,
    ].join("  "),
  );
  return `${shown.join("\n")}\n`;
}

function compare({ population, period, share, scale }: Cell, found: Counted): Calibration[] {
  const published = {
    visits: Number(period.visits) * share,
    total: Number(period.total) * share,
    fund: Number(period.fund) * share,
  };
  const generated = {
    visits: (found.visits * scale) / 1e4,
    total: (found.total * scale) / 1e10,
    fund: (found.fund * scale) / 1e10,
  };
  const line = (
    measure: Calibration["measure"],
    unit: string,
    digits: number,
    rests: readonly (keyof Counted)[],
    of: (values: Counted) => number,
  ): Calibration => ({
    population: population.id,
    title: population.title,
    from: period.from,
    to: period.to,
    measure,
    unit,
    published: of(published).toFixed(digits),
    generated: of(generated).toFixed(digits),
    difference: of(generated) / of(published) - 1,
    confidence: rests.some((name) => period.illustrative?.includes(name)) ? "illustrative" : period.confidence,
    source: period.source,
    scale,
  });
  return [
    line("visits", "万人次", 2, ["visits"], ({ visits }) => visits),
    line("total_cost", "亿元", 2, ["total"], ({ total }) => total),
    line("fund_total", "亿元", 2, ["fund"], ({ fund }) => fund),
    line("fund_ratio", "%", 1, ["total", "fund"], ({ total, fund }) => (100 * fund) / total),
    // Fund in 亿元 over visits in 万人次 is 万元 a visit.
    line("reduced_advance", "万元", 4, ["visits", "fund"], ({ visits, fund }) => fund / visits),
  ];
}

async function countMonths(out: string) {
  const engine = await openEngine(0);
  try {
    const files = path.join(out, "setl_d*.parquet").replaceAll("'", "''");
    await engine.run(`create view setl_d as from read_parquet('${files}')`);
    return await engine.query<{ population: string; month: string; visits: string; total: string; fund: string }>(
      "calibration",
    );
  } finally {
    engine.close();
  }
}

const add = (rows: readonly { visits: string; total: string; fund: string }[], name: keyof Counted): number =>
  rows.reduce((sum, row) => sum + Number(row[name]), 0);
