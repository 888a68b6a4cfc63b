import path from "node:path";
import { openEngine } from "./engine.ts";
import { type Cell, makePlan, type PlanOptions } from "./plan.ts";

/** One figure as published beside the generated one, which is stretched by the scale. Decimal texts in the unit. */
export interface Calibration {
  population: string;
  from: string;
  to: string;
  measure: "visits" | "total_cost" | "fund_total" | "fund_ratio" | "reduced_advance";
  unit: string;
  /** As published; of a period that was cut, its share by the month curve. */
  published: string;
  generated: string;
  /** (generated − published) ÷ published. */
  difference: number;
  confidence: string;
}

interface Counted {
  visits: number;
  total: number;
  fund: number;
}

/**
 * Counts what `generate` wrote to `out` and sets it beside the published figures. `options` are those given to `generate`.
 * Reads the files alone, not what the generator meant to write.
 */
export async function calibration(options: PlanOptions & { out: string }): Promise<Calibration[]> {
  const plan = makePlan(options);
  const months = await countMonths(path.join(options.out, "setl_d.parquet"));
  return plan.cells.flatMap((cell) => {
    const { population, period } = cell;
    const rows = months.filter(
      ({ population: id, month }) => id === population.id && month >= period.from && month <= period.to,
    );
    const found = { visits: add(rows, "visits"), total: add(rows, "total"), fund: add(rows, "fund") };
    return compare(cell, found, plan.scale);
  });
}

function compare({ population, period, share }: Cell, found: Counted, scale: number): Calibration[] {
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
  const line = (measure: Calibration["measure"], unit: string, digits: number, of: (values: Counted) => number) => ({
    population: population.id,
    from: period.from,
    to: period.to,
    measure,
    unit,
    published: of(published).toFixed(digits),
    generated: of(generated).toFixed(digits),
    difference: of(generated) / of(published) - 1,
    confidence: period.confidence,
  });
  return [
    line("visits", "万人次", 2, ({ visits }) => visits),
    line("total_cost", "亿元", 2, ({ total }) => total),
    line("fund_total", "亿元", 2, ({ fund }) => fund),
    line("fund_ratio", "%", 1, ({ total, fund }) => (100 * fund) / total),
    line("reduced_advance", "万元", 4, ({ visits, fund }) => fund / visits),
  ];
}

async function countMonths(file: string) {
  const engine = await openEngine(0);
  try {
    await engine.run(`create view setl_d as from read_parquet('${file.replaceAll("'", "''")}')`);
    return await engine.query<{ population: string; month: string; visits: string; total: string; fund: string }>(
      "calibration",
    );
  } finally {
    engine.close();
  }
}

const add = (rows: readonly { visits: string; total: string; fund: string }[], name: keyof Counted): number =>
  rows.reduce((sum, row) => sum + Number(row[name]), 0);
