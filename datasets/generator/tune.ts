import type { Engine } from "./engine.ts";
import type { Cell } from "./plan.ts";

const ROUNDS = 3;
const HIGHEST = 3;

/**
 * Finds for every cell how far the shares out of scope are stretched so that the fund comes to its figure. The fund falls almost linearly
 * with the stretch, so a few steps of the secant method are enough; the fen that remain are for adjust.sql.
 */
export async function tune(engine: Engine, cells: readonly Cell[]): Promise<void> {
  const states = cells.map(({ cell, fund }) => ({ cell, target: Number(fund), before: 0, now: 1 }));
  const stretch = async (of: (state: (typeof states)[number]) => number) => {
    const values = states.map((state) => `(${state.cell}, ${of(state)}::double)`);
    await engine.run(`truncate tuning; insert into tuning values ${values.join(", ")}`);
  };
  const evaluate = async (of: (state: (typeof states)[number]) => number) => {
    await stretch(of);
    const rows = await engine.rows<{ cell: string; fund: string }>(
      "select cell::varchar as cell, sum(fund)::varchar as fund from amount group by cell",
    );
    return new Map(rows.map(({ cell, fund }) => [Number(cell), Number(fund)]));
  };
  let previous = await evaluate(({ before }) => before);
  for (let round = 0; round < ROUNDS; round++) {
    const current = await evaluate(({ now }) => now);
    for (const state of states) {
      const here = current.get(state.cell)!;
      const slope = (here - previous.get(state.cell)!) / (state.now - state.before);
      const next = slope === 0 || !Number.isFinite(slope) ? state.now : state.now + (state.target - here) / slope;
      state.before = state.now;
      state.now = Math.min(HIGHEST, Math.max(0, next));
    }
    previous = current;
  }
  await stretch(({ now }) => now);
}
