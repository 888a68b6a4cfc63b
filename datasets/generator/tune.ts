import type { Engine } from "./engine.ts";
import type { Cell } from "./plan.ts";
import { settleAll, settleSample } from "./settle.ts";

const HIGHEST = 3;
/** How much of the cost the fund pays less, about, where the shares out of scope are twice as large. */
const SLOPE = -0.1;

/**
 * Finds for every cell how far the shares out of scope are stretched so that the fund comes to its figure, and settles every claim with it. The fund
 * falls almost linearly with the stretch, so a step by the usual slope and one by the slope that was seen, over a part of the persons, are enough;
 * what remains is for adjust.sql.
 */
export async function tune(engine: Engine, cells: readonly Cell[]): Promise<void> {
  await engine.run("create or replace table tuning (cell bigint, stretch double)");
  await engine.file("before_settling");
  const targets = new Map(cells.map(({ cell, fund, total }) => [cell, Number(fund) / Number(total)]));
  const first = new Map(cells.map(({ cell }) => [cell, 1]));
  const firstShares = await evaluate(engine, first, targets);
  const step = (cell: number, from: number, share: number, slope: number) =>
    Math.min(HIGHEST, Math.max(0, from + (targets.get(cell)! - share) / slope));
  const second = new Map(cells.map(({ cell }) => [cell, step(cell, 1, firstShares.get(cell)!, SLOPE)]));
  const secondShares = await evaluate(engine, second, targets);
  const last = cells.map(({ cell }): [number, number] => {
    const [from, share] = [second.get(cell)!, secondShares.get(cell)!];
    const slope = (share - firstShares.get(cell)!) / (from - 1);
    return [cell, slope < 0 ? step(cell, from, share, slope) : from];
  });
  await stretch(engine, last);
  await settleAll(engine);
}

async function stretch(engine: Engine, stretches: Iterable<[cell: number, stretch: number]>): Promise<void> {
  const values = [...stretches].map(([cell, stretch]) => `(${cell}, ${stretch}::double)`);
  await engine.run(`truncate tuning; insert into tuning values ${values.join(", ")}`);
}

/** The share of the cost that the fund pays in each cell, over a part of the persons; the target itself where there are none. */
async function evaluate(engine: Engine, stretches: ReadonlyMap<number, number>, targets: ReadonlyMap<number, number>) {
  await stretch(engine, stretches);
  await settleSample(engine);
  const rows = await engine.rows<{ cell: string; share: number }>(
    `select cell::varchar as cell, (100 * sum(fund_due))::bigint::double / sum(total)::double as share
     from settled join claim on claim = claim_id where counted group by cell`,
  );
  return new Map([...targets, ...rows.map(({ cell, share }): [number, number] => [Number(cell), share])]);
}
