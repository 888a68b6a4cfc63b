import type { DuckDBConnection } from "@duckdb/node-api";
import { runBacktest } from "../audit/backtest/backtest.ts";
import { compileCandidate, type Trial } from "../audit/backtest/candidate.ts";
import { type CurvePoint, curveValues, runCurve } from "../audit/backtest/curve.ts";
import { keepBacktest, keepCurve } from "../audit/backtest/kept.ts";
import { hashOf } from "../audit/backtest/trial-run.ts";
import { houseFile, houseSources, idOf } from "../audit/life/house-sources.ts";
import { readRule } from "../audit/rule/rule-file.ts";
import type { RuleSource } from "../audit/rule/rule-sources.ts";
import { STATEMENT_LIMIT_MS } from "../audit/run/audit.ts";
import { readLibrary } from "../audit/run/library.ts";
import { fail } from "../errors.ts";
import type { StoreContext } from "./command.ts";

/** What a backtest said in short. */
export interface BacktestAnswer {
  action: "backtest";
  backtest: number;
  rule: string;
  lookedAt: number;
  gained: number;
  lost: number;
  kept: number;
  contradicted: number;
  seconds: number;
}

export interface CurveAnswer {
  action: "curve";
  rule: string;
  parameter: string;
  points: CurvePoint[];
}

/** What is tried of a rule: other parameters, another text (a draft's), or both. */
export interface Trying {
  set?: Trial | undefined;
  text?: string | undefined;
}

type Context = Pick<StoreContext, "house" | "principal" | "progress" | "signal">;

/**
 * Tries a rule over all history on a reading connection and keeps what would change. @throws request.invalid for an unknown rule or parameter,
 * rule.invalid for a text that is no rule, store.interrupted
 */
export async function backtestRule(
  { house, principal, progress, signal }: Context,
  id: string,
  { set = {}, text }: Trying,
): Promise<BacktestAnswer> {
  const run = await house.database.read(principal, async ({ connection }) => {
    const library = await readLibrary(connection);
    const source = await sourceOf(connection, id, text);
    const candidate = await compileCandidate(source.text, source.file, set, library.relations);
    progress({ phase: "audit", subject: id, done: 0, total: 1 });
    const made = await runBacktest(connection, library, candidate, {
      signal,
      limitMs: STATEMENT_LIMIT_MS,
      clock: () => performance.now(),
    });
    const standing = library.rules.find((rule) => rule.id === id);
    return { made, trialHash: hashOf(source.text), ruleHash: standing?.hash ?? null };
  });
  const { made, trialHash, ruleHash } = run;
  const head = {
    rule: id,
    ruleHash,
    trialHash,
    parameters: JSON.stringify(set),
    startedBy: principal.id,
    endedAt: new Date(),
  };
  const backtest = await keepBacktest((work) => house.database.act(work), head, made);
  const { names, columns } = made.findings;
  const of = (name: string) => columns[names.indexOf(name)]!;
  const count = (change: string) => of("change").filter((each) => each === change).length;
  return {
    ...{ action: "backtest", backtest, rule: id, lookedAt: made.lookedAt, seconds: made.seconds },
    ...{ gained: count("gained"), lost: count("lost"), kept: count("kept") },
    contradicted: of("contradicts").filter((each) => each === true).length,
  };
}

/** Tries a rule at many values of one parameter and keeps the curve. @throws as `backtestRule` */
export async function drawCurve(
  { house, principal, progress, signal }: Context,
  id: string,
  { parameter, values }: { parameter: string; values?: readonly string[] | undefined },
): Promise<CurveAnswer> {
  const source = await house.database.read(principal, ({ connection }) => sourceOf(connection, id));
  const known = readRule(source.text, source.file).parameters ?? {};
  const found = known[parameter];
  if (!found)
    throw fail("request.invalid", {
      where: "curve",
      expected: Object.keys(known).join(", ") || "a rule with parameters",
      got: parameter,
    });
  const tried = values ?? curveValues(found);
  const points = await house.database.read(principal, async ({ connection }) => {
    const library = await readLibrary(connection);
    return runCurve(
      connection,
      library,
      { ...source, parameter, values: tried },
      {
        signal,
        limitMs: STATEMENT_LIMIT_MS,
        onPoint: (done, total) => progress({ phase: "audit", subject: `${id} ${parameter}`, done, total }),
      },
    );
  });
  const kept = { rule: id, parameter, trialHash: hashOf(source.text), endedAt: new Date() };
  await house.database.act((connection) => keepCurve(connection, kept, points));
  return { action: "curve", rule: id, parameter, points };
}

/** The text of a rule as the house has it, or a draft's text under its name. */
async function sourceOf(connection: DuckDBConnection, id: string, text?: string): Promise<RuleSource> {
  const found = (await houseSources(connection)).find(({ file }) => idOf(file) === id);
  if (text !== undefined) return { file: found?.file ?? houseFile(id), text };
  if (!found)
    throw fail("request.invalid", { where: "rules", expected: "the id of a rule, as rules list shows it", got: id });
  return found;
}
