import type { DuckDBConnection } from "@duckdb/node-api";
import type { PlanStep } from "../../audit/plan.ts";
import { type AuditResult, runAudit, STATEMENT_LIMIT_MS } from "../../audit/run/audit.ts";
import { fail } from "../../errors.ts";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { KnowledgeLoads } from "../../jobs/knowledge-loads.ts";
import { createDatabase } from "../../jobs/projection.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { execute } from "../../store/database.ts";
import { createTable, exists } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import type { DataFolder } from "../../store/folder.ts";
import { RawBatches } from "../../store/raw-batches.ts";
import { Reader } from "../../store/reader.ts";
import { ident, sql } from "../../store/sql.ts";
import { Clock, peakOf } from "../clock.ts";
import { fillWithCopies } from "../copies.ts";
import { bringIn, holdBack, nextPart } from "../held-back.ts";
import { inGeneratedHouse } from "../kept-house.ts";
import { climb, STEPS } from "../ladder/climb.ts";
import { byHand, counts, into, planned, rawScan, sameFindings } from "../ladder/fused.ts";
import type { Measure, MeasureOptions, MeasureResult, Timing } from "../measure.ts";
import { scratchConfig } from "../scratch.ts";

// Of the 8 GiB that the process may take, the rest is for what is not pages of the database.
const MEMORY = "7GB";
const SETTLEMENTS = 1000;
/** How often a kept house can be given settlements more. */
const KEPT_PARTS = 12;
/** How many rules are told apart in what an audit took. */
const DEAREST = 15;
const GENERATED = { unit: "stays", linesPerStay: 30, most: 80_000 } as const;
const fused = (rules: number) => `${rules} rules over claims, one scan`;
const names = {
  scan: "one raw scan-and-group of the lines",
  claims: "one pass over the columns the rules read",
  hand: "12 rules by hand, one scan",
  counted: "12 rules, what they looked at",
  costed: "whole audit, findings and what they cost written",
  full: "whole audit, findings written, their losses counted before",
  late: `audit of ${SETTLEMENTS} settlements more`,
};

/**
 * The audit over generated stays with 30 lines each, all facts made: fused scans of 12 to 200 rules beside twelve by hand and a pass without rules; the
 * whole audit beside one scan of the lines; the audit of what 1,000 later settlements changed; and other rule engines over some claims, seen to find the
 * same. The data are written past the intake, untimed, and so are facts and re-settlement.
 */
export default {
  name: "audit",
  about: "rules beside hand-written SQL, raw scans and other rule engines; rows are stays",
  rows: 2_000_000,
  run: (options: MeasureOptions) =>
    inGeneratedHouse(
      options.house,
      MEMORY,
      (connection, folder) => fill(connection, folder, options),
      async ({ connection, data }) => {
        await renew(connection);
        await catchUpFacts(connection, await derivedFacts());
        return { data, ...(await measure(connection, options)) };
      },
    ),
} satisfies Measure;

async function fill(connection: DuckDBConnection, folder: DataFolder, options: MeasureOptions): Promise<string> {
  const dictionary = loadDictionary();
  await createDatabase(connection, dictionary);
  await putInForce(connection, shippedSources(), folder.stage);
  await new KnowledgeLoads().putInForce(connection, new RawBatches(folder.raw, Buffer.alloc(32)), folder.stage);
  const tables = new Set(["person", ...(await derivedFacts()).flatMap(({ reads }) => reads)]);
  const config = { ...scratchConfig(folder.root), memory: MEMORY };
  const filling = { ...GENERATED, rows: options.rows, tables, folder: `${folder.stage}/generated`, config };
  const data = await fillWithCopies(connection, dictionary, filling, options);
  await holdBack(connection, options.house === undefined ? options.repetitions : KEPT_PARTS, SETTLEMENTS);
  options.progress({ phase: "measure", subject: "facts", done: 0, total: 1 });
  await catchUpFacts(connection, await derivedFacts());
  return data;
}

async function measure(
  connection: DuckDBConnection,
  options: MeasureOptions,
): Promise<Pick<MeasureResult, "timings" | "ratios">> {
  const { repetitions, progress, signal } = options;
  const clock = new Clock();
  let peak = 0;
  const dearest: Timing[] = [];
  for (let part = 0; part < repetitions && !signal.aborted; part++) {
    progress({ phase: "measure", subject: fused(12), done: part, total: repetitions });
    // An audit takes its registers away again.
    const plans = new Map<number, PlanStep>();
    for (const count of counts) plans.set(count, await planned(connection, count));
    await clock.time(names.claims, () => into(connection, "passed", rawScan));
    for (const [count, { findings }] of plans)
      await clock.time(fused(count), () => into(connection, `found_${count}`, findings));
    await clock.time(names.hand, () => into(connection, "found_by_hand", byHand));
    await clock.time(names.counted, () => into(connection, "counted", plans.get(12)!.counts.statement));
    await sameFindings(connection, "found_12", "found_by_hand");
    progress({ phase: "measure", subject: names.full, done: part, total: repetitions });
    await clock.time(names.scan, () =>
      connection.run("select item_code, count(*), sum(amount) from fee_line where batch_to is null group by item_code"),
    );
    await forget(connection, [...found, ...cost]);
    await clock.time(names.costed, () => audit(connection, signal, true));
    await forget(connection, found);
    peak = Math.max(
      peak,
      await peakOf(async () => {
        const whole = await clock.time(names.full, () => audit(connection, signal, true));
        if (part === 0) dearest.push(...dearestOf("whole", whole));
      }),
    );
    await bringIn(connection, await nextPart(connection));
    await catchUpFacts(connection, await derivedFacts());
    progress({ phase: "measure", subject: names.late, done: part, total: repetitions });
    const late = await clock.time(names.late, () => audit(connection, signal, false));
    if (part === 0) dearest.push(...dearestOf("late", late));
  }
  await into(connection, "found_12", (await planned(connection, 12)).findings);
  const climbed = await climb(connection, "found_12", repetitions, clock);
  const { claims } = await new Reader(connection).one<{ claims: number }>(sql`select count(*) as claims from claim`);
  return { timings: [...clock.timings(), ...dearest], ratios: ratiosOf(clock, climbed, claims, peak) };
}

async function audit(connection: DuckDBConnection, signal: AbortSignal, full: boolean): Promise<AuditResult> {
  const result = await runAudit(connection, {
    actor: "bench",
    full,
    signal,
    limitMs: STATEMENT_LIMIT_MS,
    now: () => new Date(),
    clock: () => performance.now(),
    onStep: () => {},
  });
  const failed = result.rules.find(({ state }) => state === "failed");
  if (failed) throw fail("internal.unexpected", { reason: `${failed.rule} failed: ${failed.reason}` });
  return result;
}

/** What an audit's time went to: the dearest rules, and how all of them were reached. Rules of one scan share its time. */
function dearestOf(what: string, { rules }: AuditResult): Timing[] {
  const told = (name: string, seconds: number): Timing => ({
    what: `  ${what}, ${name}`,
    seconds: [seconds],
    median: seconds,
  });
  const reached = [...Map.groupBy(rules, ({ state, reach }) => (state === "done" ? reach : state))].map(([how, each]) =>
    told(
      `${each.length} rules ${how}`,
      each.reduce((sum, { seconds }) => sum + seconds, 0),
    ),
  );
  const sorted = [...rules].sort((a, b) => b.seconds - a.seconds).slice(0, DEAREST);
  return [...reached, ...sorted.map(({ rule, reach, seconds }) => told(`${rule}, ${reach}`, seconds))];
}

/** What a run writes, and what people do to it, as the program that is measured has it: a kept house may be older. */
async function renew(connection: DuckDBConnection): Promise<void> {
  for (const table of loadDictionary().tables.values()) {
    const isEmpty = async () =>
      (
        await new Reader(connection).one<{ empty: boolean }>(
          sql`select count(*) = 0 as empty from ${ident(table.name)}`,
        )
      ).empty;
    const there = await new Reader(connection).one<{ there: boolean }>(
      sql`select count(*) > 0 as there from duckdb_tables() where table_name = ${table.name} and not temporary`,
    );
    if (table.kind !== "system" || !exists(table)) continue;
    if (there.there && ![...found, ...cost].includes(table.name) && !(await isEmpty())) continue;
    await execute(connection, sql`drop table if exists ${ident(table.name)}`);
    await execute(connection, createTable(table));
  }
}

/** A whole audit writes all findings only where there are none. Losses that were counted of the same findings stand. */
const found = ["finding", "finding_place", "finding_history", "audit_run", "audit_run_rule"];
const cost = ["finding_cost", "finding_money"];

async function forget(connection: DuckDBConnection, tables: readonly string[]): Promise<void> {
  for (const table of tables) await connection.run(`delete from ${table}`);
}

function ratiosOf(clock: Clock, climbed: readonly string[], claims: number, peak: number): MeasureResult["ratios"] {
  const of = (what: string) => clock.of(what);
  const judged = (what: string, ratio: number, most: number) => ({
    what,
    ratio,
    target: `≤ ${most}`,
    met: ratio <= most,
  });
  return [
    judged("12 fused rules, in times of hand-written SQL", of(fused(12)) / of(names.hand), 1.2),
    judged("100 fused rules, in times of 12", of(fused(100)) / of(fused(12)), 6),
    { what: "200 fused rules, in times of 12", ratio: of(fused(200)) / of(fused(12)) },
    { what: "12 fused rules, in passes over what they read", ratio: of(fused(12)) / of(names.claims) },
    judged("whole audit, in scans of the lines", of(names.full) / of(names.scan), 20),
    { what: "the same with what findings cost, in scans of the lines", ratio: of(names.costed) / of(names.scan) },
    judged("peak memory of the process in a whole audit, GiB", peak / 2 ** 30, 8),
    judged(`${names.late}: share of a whole audit`, of(names.late) / of(names.full), 0.05),
    judged(`${names.late}: seconds`, of(names.late), 3),
    ...climbed.map((what) => ({
      what: `${what}: seconds a claim, in times of the fused scan`,
      ratio: of(what) / STEPS / (of(fused(12)) / claims),
    })),
  ];
}
