import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { max, median, quantile } from "simple-statistics";
import { figures, forgetAnswers } from "../../indicators/query.ts";
import { catchUp } from "../../jobs/after-load.ts";
import generateCommand from "../../jobs/commands/generate.ts";
import type { House } from "../../jobs/house.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { raw } from "../../store/sql.ts";
import type { Measure, MeasureOptions, Timing } from "../measure.ts";
import { type OverviewQuestion, overviewQuestions } from "../overview-questions.ts";
import { seededRandom, shuffled } from "../proof.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

/** What claims are made from; lines and the rest are not asked for here. */
const files = ["fixmedins_b", "out_appy_d", "setl_list_diag_d", "setl_d"];
const TARGET = 50;
/** The load that runs meanwhile brings so many more of the rows. */
const MORE = 0.1;

/**
 * Every question of the overview over generated settlements in the national mix, asked one after another, again and again, while another
 * load runs through intake and facts. Beside it the same questions by hand on the raw table, with nothing else running.
 */
export default {
  name: "figures",
  about: "every overview question while a load runs, beside the same on the raw table; rows are settlements",
  rows: 30_000_000,
  run: (options: MeasureOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        await load(house, await generated(house, root, options.rows, 1, options), options);
        const more = await generated(house, root, Math.max(1000, Math.round(options.rows * MORE)), 2, options);
        const questions = overviewQuestions();
        const idle = await ask(house, questions, options, async () => {});
        const loading = await ask(house, questions, options, () => load(house, more, options));
        const byHand = await askByHand(house, questions, options);
        return { timings: timingsOf(idle, loading, byHand), ratios: percentiles(loading) };
      }),
    ),
} satisfies Measure;

type Times = Map<OverviewQuestion, number[]>;
/** Milliseconds of questions nobody asked before, and of the same asked again while the answer is kept. */
interface Asked {
  first: Times;
  again: Times;
}

async function generated(
  house: House,
  root: string,
  rows: number,
  seed: number,
  options: MeasureOptions,
): Promise<string> {
  const out = path.join(root, `generated-${seed}`);
  const { progress, signal } = options;
  const context = { principal: nationalPrincipal, config: house.config, progress, signal };
  await generateCommand.run(context, { out, settlements: String(rows), linesPerStay: "1", seed: String(seed) });
  return out;
}

async function load(house: House, folder: string, { progress, signal }: MeasureOptions): Promise<void> {
  // A large run writes a table in parts: setl_d.part-000.parquet.
  const wanted = (await readdir(folder)).filter((name) => files.includes(name.split(".")[0] ?? "")).sort();
  for (const [done, name] of wanted.entries()) {
    progress({ phase: "write", subject: name, done, total: wanted.length });
    await house.intake.load({
      input: path.join(folder, name),
      source: name,
      reporter: "unknown",
      actor: "bench",
      signal,
    });
  }
  await rm(folder, { recursive: true });
  progress({ phase: "measure", subject: "facts", done: wanted.length, total: wanted.length });
  await catchUp(house.database);
}

/**
 * Asks all questions in rounds of a new order, until `meanwhile` has ended and every one was asked `repetitions` times: each computed, then once more.
 */
async function ask(
  house: House,
  questions: readonly OverviewQuestion[],
  { repetitions, signal }: MeasureOptions,
  meanwhile: () => Promise<void>,
): Promise<Asked> {
  const none = (): Times => new Map(questions.map((question) => [question, []]));
  const asked: Asked = { first: none(), again: none() };
  const random = seededRandom(1);
  let running = true;
  const work = meanwhile().finally(() => {
    running = false;
  });
  for (let round = 0; (running || round < repetitions) && !signal.aborted; round++) {
    for (const question of shuffled(questions, random)) {
      forgetAnswers();
      for (const times of [asked.first, asked.again]) {
        const start = performance.now();
        await house.database.read(nationalPrincipal, (reader) => figures(reader, nationalPrincipal, question.query));
        times.get(question)?.push(performance.now() - start);
      }
    }
  }
  await work;
  return asked;
}

async function askByHand(
  house: House,
  questions: readonly OverviewQuestion[],
  { signal }: MeasureOptions,
): Promise<Times> {
  const times: Times = new Map();
  for (const question of questions) {
    if (signal.aborted) break;
    const start = performance.now();
    await house.database.read(nationalPrincipal, (reader) => reader.result(raw(question.raw)));
    times.set(question, [performance.now() - start]);
  }
  return times;
}

function timingsOf(idle: Asked, loading: Asked, byHand: Times): Timing[] {
  return [...chartsOf(byHand)].flatMap((chart) =>
    [
      ["alone, for the first time", idle.first] as const,
      ["alone, again", idle.again] as const,
      ["while loading, for the first time", loading.first] as const,
      ["while loading, again", loading.again] as const,
      ["by hand on the raw table, alone", byHand] as const,
    ].map(([how, times]) => {
      const seconds = of(times, chart).map((ms) => ms / 1000);
      return { what: `${chart}: ${how}`, seconds, median: median(seconds) };
    }),
  );
}

/** In milliseconds; the target is for all questions together. */
function percentiles({ first, again }: Asked) {
  const line = (what: string, all: number[]) => {
    const p95 = quantile(all, 0.95);
    const spread = `p50 ${median(all).toFixed(1)}, largest ${max(all).toFixed(0)}, ${all.length} asked`;
    return {
      what: `p95 in ms while loading, ${what} (${spread})`,
      ratio: p95,
      target: `≤ ${TARGET}`,
      met: p95 <= TARGET,
    };
  };
  const worst = [...first]
    .map(([{ chart, filter }, all]) => ({ what: `${chart}, ${filter}`, all, p95: quantile(all, 0.95) }))
    .sort((a, b) => b.p95 - a.p95)
    .slice(0, 5);
  const all = (times: Times) => [...times.values()].flat();
  return [
    line("all questions, each asked twice", [...all(first), ...all(again)]),
    line("for the first time", all(first)),
    line("again", all(again)),
    ...[...chartsOf(first)].map((chart) => line(`for the first time: ${chart}`, of(first, chart))),
    ...worst.map(({ what, all }) => line(`for the first time: ${what}`, all)),
  ];
}

const chartsOf = (times: Times) => new Set([...times.keys()].map(({ chart }) => chart));
const of = (times: Times, chart: string) =>
  [...times].flatMap(([question, all]) => (question.chart === chart ? all : []));
