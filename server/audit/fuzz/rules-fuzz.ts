import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, raw, sql } from "../../store/sql.ts";
import { blankRelations } from "../blank-house.ts";
import { checkRules } from "../check-rules.ts";
import { findingColumns } from "../compile/finding.ts";
import { functions } from "../expressions/functions.ts";
import { planRules } from "../plan.ts";
import type { Relations } from "../relation.ts";
import { createTables } from "../relation-tables.ts";
import { digitColumns, digitTables } from "./random-digits.ts";
import { gatheringColumns, gatheringNumbered, gatheringTables } from "./random-gathering.ts";
import { comparedColumns, comparedTables } from "./random-peers.ts";
import { randomRule } from "./random-rule.ts";
import { statementNames } from "./statement-names.ts";

/** Tables and columns that the shapes make within their own statements. */
const madeTables = [
  "record",
  "owner",
  "spell",
  "reach",
  "start",
  "numbered",
  "change",
  "level",
  "above",
  "pair",
  "claim",
];
const madeColumns = [
  ...findingColumns,
  ..."hit own_subject row_key place moment until value record most reached before episode first_at last_at first_record length line stretch first_moment excess n next_moment over_most over_before whole records first_day last_day person_state encounter_key begin_date claim_id all".split(
    " ",
  ),
];
/** What the shapes and the dialect write beside the functions that rules may call. */
const ownFunctions =
  "concat_ws % // json_object to_json median abs round sign sqrt date_part left list_sort list_value unnest range dense_rank bool_and bool_or any_value struct_pack count count_star sum min max arg_min row_number lag lead list list_distinct flatten row < <= > >= + - * / ~~ || least greatest date_diff date_trunc nullif coalesce !~~ pow replace ltrim substr arg_max".split(
    " ",
  );

/** Values at the ends of what columns hold: nothing a rule compiles to may fail on them. */
const extremes: Record<string, readonly string[]> = {
  VARCHAR: ["''", "'''\"]%_\\'", "'Z51'"],
  INTEGER: ["'-2147483648'", "'2147483647'", "0"],
  BIGINT: ["'-9223372036854775808'", "'9223372036854775807'", "1"],
  DATE: ["date '0001-01-01'", "date '9999-12-31'", "date '2021-02-28'"],
  TIMESTAMP: ["timestamp '0001-01-01 00:00:00'", "timestamp '9999-12-31 23:59:59'", "timestamp '2021-02-28 12:00:00'"],
  BOOLEAN: ["true", "false", "null"],
  UUID: ["'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'", "null"],
  "VARCHAR[]": ["[]", "['110000']", "null"],
};

export interface FuzzResult {
  counts: Record<string, number>;
  failures: string[];
}

/**
 * Random rule files: each is refused with file, line and key, or becomes queries that name only relations, columns and functions rules may use, and
 * that run without an error over rows of extreme values.
 */
export async function fuzzRules(
  files: number,
  random: () => number,
  onFile: (done: number) => void,
  signal?: AbortSignal,
): Promise<FuzzResult> {
  const relations = await blankRelations();
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const counts: Record<string, number> = { "rule files": 0, refused: 0, compiled: 0, "statements run": 0 };
  const failures: string[] = [];
  const reasons = new Set<string>();
  try {
    await createTables(connection, relations);
    await fillWithExtremes(connection, relations);
    const allowed = allowedNames(relations);
    for (let i = 0; i < files; i++) {
      signal?.throwIfAborted();
      const source = randomRule(random, relations);
      const report = (reason: string) => failures.push(`file ${i + 1}: ${reason}\n${source.text.slice(0, 1500)}`);
      counts["rule files"]!++;
      try {
        const { rules, problems } = await checkRules([source], relations);
        const [problem] = problems;
        if (problem) {
          counts.refused!++;
          reasons.add(problem.expected.slice(0, 40));
          if (!problem.file || problem.line < 1 || !problem.key || !problem.expected)
            report(`refused without a place: ${JSON.stringify(problem)}`);
        } else {
          counts.compiled!++;
          for (const { findings, counts: counting } of planRules(rules, relations).steps) {
            for (const statement of [findings, counting.statement]) {
              const wrong = await beyond(connection, statement.text, allowed);
              if (wrong) report(`names ${wrong}`);
              await execute(connection, statement);
              counts["statements run"]!++;
            }
          }
        }
      } catch (cause) {
        report(`failed: ${(cause as Error).message.slice(0, 600)}`);
      }
      onFile(i + 1);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return { counts: { ...counts, "kinds of refusal": reasons.size }, failures };
}

interface Allowed {
  tables: ReadonlySet<string>;
  columns: ReadonlySet<string>;
  functions: ReadonlySet<string>;
}

function allowedNames(relations: Relations): Allowed {
  const all = [...relations.values()];
  const tables = all.map(({ rows }) => rows.text.replaceAll('"', ""));
  // Keys and subjects may be columns that rules do not name themselves.
  const columns = all.flatMap(({ columns: usable, key, subject }) => [...usable.keys(), ...key, ...subject.columns]);
  return {
    tables: new Set([...tables, ...madeTables, ...comparedTables, ...digitTables, ...gatheringTables]),
    columns: new Set([...columns, ...madeColumns, ...comparedColumns, ...digitColumns, ...gatheringColumns]),
    functions: new Set([...Object.keys(functions), ...ownFunctions]),
  };
}

async function beyond(connection: DuckDBConnection, statement: string, allowed: Allowed): Promise<string | null> {
  const names = await statementNames(connection, statement);
  for (const kind of ["tables", "columns", "functions"] as const) {
    const wrong = [...names[kind]].filter(
      (name) =>
        !allowed[kind].has(name) &&
        !gatheringNumbered.test(name) &&
        !/^(row|left|right|count|lacks|owner_lacks|side|its|lasting)(_.*)?$/.test(name),
    );
    if (wrong.length > 0) return `${kind} ${wrong.join(", ")}`;
  }
  return null;
}

/** Three rows of extremes in each relation, each column by another of its three. */
async function fillWithExtremes(connection: DuckDBConnection, relations: Relations): Promise<void> {
  for (const { rows, stored } of relations.values()) {
    for (const number of [0, 1, 2]) {
      const values = [...stored].map(
        ([name, type], i) => sql`${raw(extremeOf(type, number + i))}::${raw(type)} as ${ident(name)}`,
      );
      await execute(connection, sql`insert into ${rows} select ${join(values)}`);
    }
  }
}

function extremeOf(type: string, number: number): string {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
  if (decimal) {
    const [whole, scale] = [Number(decimal[1]) - Number(decimal[2]), Number(decimal[2])];
    const most = `${"9".repeat(Math.max(whole, 1))}.${"9".repeat(scale)}`;
    return [whole === 0 ? "0" : most, whole === 0 ? "0" : `'-${most}'`, "0"][number % 3]!;
  }
  const known = extremes[type];
  return known ? known[number % known.length]! : "null";
}
