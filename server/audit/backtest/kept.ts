import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import type { Columns } from "../../store/reader.ts";
import { ident, literal, raw, type Sql, sql } from "../../store/sql.ts";
import type { BacktestRun } from "./backtest.ts";
import type { CurvePoint } from "./curve.ts";

/** How many backtests of a rule are kept. */
const KEPT = 10;
/** Rows that one statement writes: a few milliseconds, so that acts of people do not wait. */
const AT_ONCE = 5_000;

/** What is said of a backtest beside what it found. */
export interface BacktestHead {
  rule: string;
  ruleHash: string | null;
  trialHash: string;
  /** As JSON: what was tried, by name. */
  parameters: string;
  startedBy: string;
  endedAt: Date;
}

/** Keeps a backtest, for the pages of its rule; the oldest ones of the rule go. Gives its number. */
export async function keepBacktest(
  write: <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>,
  head: BacktestHead,
  run: BacktestRun,
): Promise<number> {
  const number = await write((connection) => insertHead(connection, head, run));
  for (const [table, columns] of [
    ["rule_backtest_finding", run.findings],
    ["rule_backtest_place", run.places],
  ] as const) {
    for (let from = 0; from < columns.rows; from += AT_ONCE)
      await write((connection) => insertRows(connection, table, number, columns, from));
  }
  await write((connection) => dropOld(connection, head.rule));
  return number;
}

async function insertHead(connection: DuckDBConnection, head: BacktestHead, run: BacktestRun): Promise<number> {
  await execute(
    connection,
    sql`insert into rule_backtest by name select coalesce((select max(backtest) from rule_backtest), 0) + 1 as backtest,
      ${head.rule} as rule, ${head.ruleHash} as rule_hash, ${head.trialHash} as trial_hash, ${head.parameters} as parameters,
      coalesce((select max(batch) from batch), 0) as as_of, ${run.stale} as stale, ${BigInt(run.lookedAt)} as looked_at,
      ${run.seconds.toFixed(3)}::decimal(12, 3) as seconds, ${head.startedBy} as started_by,
      ${head.endedAt.toISOString()}::timestamptz::timestamp as ended_at`,
  );
  const newest = await connection.runAndReadAll("select max(backtest) from rule_backtest");
  return Number(newest.value(0, 0));
}

async function insertRows(
  connection: DuckDBConnection,
  table: string,
  backtest: number,
  { names, columns, types, rows }: Columns,
  from: number,
): Promise<void> {
  const count = Math.min(AT_ONCE, rows - from);
  const taken = names.flatMap((name, i) =>
    wanted[table]!.includes(name) ? [{ name, values: columns[i]!, type: types[i]! }] : [],
  );
  const objects = Array.from({ length: count }, (_, row) =>
    Object.fromEntries([["backtest", backtest], ...taken.map(({ name, values }) => [name, values[from + row]])]),
  );
  const shape = literal(
    JSON.stringify([{ backtest: "BIGINT", ...Object.fromEntries(taken.map(({ name, type }) => [name, type])) }]),
  );
  await execute(
    connection,
    sql`insert into ${ident(table)} by name select unnest(from_json(${JSON.stringify(objects)}::varchar, ${shape}), max_depth := 2)`,
  );
}

const wanted: Record<string, readonly string[]> = {
  rule_backtest_finding: [
    ...["finding", "change", "evidence_changed", "lead", "institution_code", "day", "shown"],
    ...["cost", "loss", "estimated", "verdict", "contradicts"],
  ],
  rule_backtest_place: ["finding", "insured_province", "insured_city", "care_province", "care_city"],
};

async function dropOld(connection: DuckDBConnection, rule: string): Promise<void> {
  const old: Sql = sql`select backtest from rule_backtest where rule = ${rule} order by backtest desc offset ${raw(String(KEPT))}`;
  for (const table of ["rule_backtest_finding", "rule_backtest_place", "rule_backtest"])
    await execute(connection, sql`delete from ${ident(table)} where backtest in (${old})`);
}

/** Keeps the curve of one parameter in the place of the one before. */
export async function keepCurve(
  connection: DuckDBConnection,
  { rule, parameter, trialHash, endedAt }: { rule: string; parameter: string; trialHash: string; endedAt: Date },
  points: readonly CurvePoint[],
): Promise<void> {
  await execute(connection, sql`delete from rule_curve where rule = ${rule} and parameter = ${parameter}`);
  const shape = literal(
    JSON.stringify([
      {
        ...{
          value: "DECIMAL(21,6)",
          found: "BIGINT",
          leads: "BIGINT",
          confirmed: "BIGINT",
          dismissed: "BIGINT",
          doubtful: "BIGINT",
        },
        ...{ cost: "DECIMAL(16,2)", loss: "DECIMAL(16,2)", estimated: "DECIMAL(16,2)" },
      },
    ]),
  );
  await execute(
    connection,
    sql`insert into rule_curve by name select ${rule} as rule, ${parameter} as parameter, ${trialHash} as trial_hash,
      coalesce((select max(batch) from batch), 0) as as_of, ${endedAt.toISOString()}::timestamptz::timestamp as ended_at, unnest(point)
      from (select unnest(from_json(${JSON.stringify(points)}::varchar, ${shape})) as point)`,
  );
}
