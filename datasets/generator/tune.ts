import type { Engine } from "./engine.ts";
import type { Cell } from "./plan.ts";
import { settleAll, settleSample } from "./settle.ts";

const ROUNDS = 2;
const HIGHEST = 3;

/**
 * Finds for every cell how far the shares out of scope are stretched so that the fund comes to its figure, and settles every claim with it. The fund
 * falls almost linearly with the stretch, so a few steps of the secant method over a part of the persons are enough; what remains is for adjust.sql.
 */
export async function tune(engine: Engine, cells: readonly Cell[]): Promise<void> {
  const states = cells.map(({ cell, fund, total }) => ({
    cell,
    target: Number(fund) / Number(total),
    before: 0.5,
    now: 1,
  }));
  await engine.run("create or replace table tuning (cell bigint, stretch double)");
  await engine.file("before_settling");
  const stretch = async (of: (state: (typeof states)[number]) => number) => {
    const values = states.map((state) => `(${state.cell}, ${of(state)}::double)`);
    await engine.run(`truncate tuning; insert into tuning values ${values.join(", ")}`);
  };
  const evaluate = async (of: (state: (typeof states)[number]) => number) => {
    await stretch(of);
    await settleSample(engine);
    const rows = await engine.rows<{ cell: string; share: number }>(
      `select cell::varchar as cell, (100 * sum(fund_due))::bigint::double / sum(total)::double as share
       from settled join claim on claim = claim_id where counted group by cell`,
    );
    return new Map(rows.map(({ cell, share }) => [Number(cell), share]));
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
  await settleAll(engine);
}
