import type { Engine } from "../engine.ts";
import { loadCards } from "./cards.ts";
import { type Planted, strengths } from "./declaration.ts";
import { Draw } from "./draw.ts";
import { type Planting, type Stage, type TruthRow, tell } from "./planting.ts";
import { writeRows } from "./rows.ts";
import { Scene } from "./scene.ts";
import { type Settle, settleVisits } from "./settle.ts";
import { dayOf } from "./times.ts";
import { World } from "./world.ts";

export interface PlantOptions {
  slice: number;
  slices: number;
  from: string;
  to: string;
  scale: number;
  /** So many times the usual number of schemes. */
  times?: number;
}

/**
 * Puts labelled schemes and their innocent twins into the generator's tables, and says in `truth` which records they are. New persons only: the rows that
 * stand there stay as they are. `settle` gives the visits their amounts. Deterministic by seed; the number of schemes follows the settlements of the slice.
 * Gives the kinds of schemes that the days or places of the run have nothing for, and that are therefore left out: `RS-LINE/weak`.
 */
export async function plant(
  engine: Engine,
  { slice, from, to, scale, times = 1 }: PlantOptions,
  settle: Settle = settleVisits,
): Promise<string[]> {
  const [run] = await engine.rows<{ seed: string; first: string; settlements: string }>(
    `select getvariable('seed')::varchar as seed, getvariable('planted_from')::varchar as first,
       (select count(*) from settlement)::varchar as settlements`,
  );
  let last = Number(run!.first);
  const planting: Planting = {
    people: [],
    visits: [],
    filings: [],
    enrolments: [],
    entitlements: [],
    traces: [],
    investigations: [],
    services: [],
    truth: [],
    errors: [],
    spent: [],
  };
  const world = await World.read(engine, from, to);
  const stage: Stage = { world, planting, slice, from: dayOf(from), to: dayOf(to), next: () => last++ };
  const leftOut = new Set<string>();
  for (const card of await loadCards()) {
    const short = stage.to - stage.from + 1 < card.days;
    for (const { kind, label, strength, twin } of kindsOf(card)) {
      if (short) leftOut.add(`${card.card}/${kind}`);
      if (short) continue;
      const salt = `${run!.seed} ${slice} ${card.card} ${kind}`;
      for (let n = 0; n < count(card, times * Number(run!.settlements), slice, new Draw(salt)); n++) {
        const head = { card: card.card, scheme_no: `${card.card}/${kind}/${slice}-${n + 1}`, label, strength };
        const scene = new Scene(stage, new Draw(`${salt} ${n}`), head, twin, card.measure?.from);
        const told = tell(planting, () => (twin === null ? card.plant(scene, strength!) : card.twin(scene, twin)));
        if (!told) leftOut.add(`${card.card}/${kind}`);
      }
    }
  }
  await writeRows(engine, planting, world, scale, settle);
  await writeTruth(engine, planting.truth);
  return [...leftOut];
}

function kindsOf(card: Planted) {
  const planted = strengths.map((strength) => ({
    kind: strength as string,
    label: "planted" as const,
    strength,
    twin: null,
  }));
  const twins = Object.keys(card.lookAlikes).map((twin, n) => ({
    kind: `twin${n + 1}`,
    label: "look_alike" as const,
    strength: null,
    twin,
  }));
  return [...planted, ...twins];
}

/** So many for so many settlements, the rest by a draw; the first slice has at least one. */
function count({ per100k }: Planted, settlements: number, slice: number, draw: Draw): number {
  const wanted = Math.floor((per100k * settlements) / 100_000 + draw.unit());
  return slice === 0 ? Math.max(1, wanted) : wanted;
}

const truthShape: Record<keyof TruthRow, string> = {
  card: "VARCHAR",
  scheme_no: "VARCHAR",
  label: "VARCHAR",
  strength: "VARCHAR",
  role: "VARCHAR",
  table_name: "VARCHAR",
  record_key: "VARCHAR",
  person: "VARCHAR",
  institution: "VARCHAR",
  detail: "VARCHAR",
  reached: "DECIMAL(14,2)",
  speaks_from: "DECIMAL(14,2)",
  responsible: "VARCHAR",
  explaining: "VARCHAR",
  amount: "DECIMAL(16,2)",
};

async function writeTruth(engine: Engine, rows: readonly TruthRow[]): Promise<void> {
  await engine.table("planted_row", truthShape, rows);
  await engine.run("create table if not exists truth as from planted_row limit 0");
  await engine.run("insert into truth by name (select * from planted_row)");
  await engine.run("drop table planted_row");
}
