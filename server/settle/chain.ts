import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";

/**
 * Whose amounts stand for the settlements before one in its benefit year: `record`, what was paid, or `clean`, what was due. The first tells where an
 * error happened, the second what the whole year comes to.
 */
export type History = "record" | "clean";

/** Arithmetic on bands, as temporary macros of the connection. */
const macros = readFileSync(new URL("steps/macros.sql", import.meta.url), "utf8");

interface Step {
  name: string;
  rows: Sql;
  /**
   * Read more than once: kept while the chain runs. Rows are wide, so a step that adds columns to the rows of another names that one, and only what it
   * adds is written down.
   */
  kept?: true | { beside: string };
}

const layers = [
  { layer: "serious", after: [], recorded: "serious_illness_fund" },
  { layer: "large", after: [], recorded: "large_amount_fund" },
  { layer: "civil", after: ["serious", "large"], recorded: "civil_servant_fund" },
  { layer: "aid", after: ["serious", "large", "civil"], recorded: "medical_aid_fund" },
] as const;

const layerNames = join(layers.map(({ layer }) => ident(layer)));

/** Settlements of a year that is settled as due: of a longer one nothing is said. */
export const LONGEST_YEAR = 2000;

/** Steps that hang on no money of the funds: lines, header, extra first-pay, admissions. Both histories stand on them. */
const charging: Step[] = [
  { name: "place_in_year", rows: step("s00-years"), kept: true },
  { name: "statement_start", rows: step("s00-statements"), kept: true },
  { name: "used_term", rows: usedTerms("settle_claim"), kept: true },
  { name: "split_line", rows: splitLines() },
  { name: "line_sum", rows: step("s02-sums"), kept: true },
  { name: "header", rows: step("s02-header") },
  { name: "charged", rows: step("s03-first-pay"), kept: { beside: "numbered_claim" } },
  { name: "admission", rows: step("s04-admissions"), kept: true },
];

/** The place of the rows of `charged`, or of a part of them, in their years. */
const placing = (history: History, charged: string): Sql =>
  step("s04-place", { in_scope: history === "record" ? "in_scope" : "in_scope_due", charged });

/** Steps from the amounts before (`remembered`) to the answer. */
const answering = (history: History): Step[] => [
  { name: "deducted", rows: step("s04-deductible") },
  { name: "segmented_cost", rows: step("s06-segments") },
  { name: "capped", rows: step("s07-ceiling") },
  // Own shares are added up over the year: on the record that needs them all first.
  history === "record"
    ? {
        name: "shared",
        rows: sql`select * exclude (bands, ${layerNames}) from (${step("s08-shares")})`,
        kept: { beside: "remembered" },
      }
    : { name: "shared", rows: step("s08-shares") },
  { name: "recollected", rows: history === "record" ? step("s12-recorded-shares") : raw("select * from shared") },
  ...layers.map(({ layer, after, recorded }, at) => {
    const before = at === 0 ? "recollected" : `${layers[at - 1]!.layer}_paid`;
    // What layers paid before: of a settlement that cannot be judged, as it was recorded.
    const paid = layers.filter((other) => after.some((each) => each === other.layer));
    const others = paid.map((other) => `coalesce(${other.layer}_due, ${other.recorded}, 0)`);
    const share = [`coalesce(${layer}_share, 0)`, ...others].join(" - ");
    const rows = step("s08-layer", { share: `greatest(${share}, 0)`, before, recorded }, layer);
    return { name: `${layer}_paid`, rows };
  }),
  { name: "settled", rows: step("s11-totals") },
];

/** What only the steps themselves ask for. */
const scratch = raw(
  `'(bands|rounded_apart|serious|large|civil|aid)|in_(serious|large|civil|aid)|(serious|large|civil|aid)_(share|share_recorded|stated|counted|so_far|pay)'`,
);

/** Of the terms, which are many, those that rows of a relation name. */
export function usedTerms(by: string): Sql {
  return sql`select term, standards, bands from policy_term where term in (select term from ${ident(by)})`;
}

/** Everything a re-settlement rests on beside data and policies. */
export function chainWording(): string {
  const rows = [
    ...[...charging, ...answering("record"), ...answering("clean")].map((each) => each.rows),
    ...[placing("record", "charged"), placing("clean", "charged"), step("s12-recorded"), step("s12-due")],
  ];
  return [macros, ...rows.map(({ text }) => text)].join("\n");
}

/** S1 alone: the lines of temp.settle_line, each with its parts as due. */
export function splitLines(): Sql {
  return step("s01-lines", { care: "care", part: "" });
}

/** S1 and the sums of S2 by the catalogue of the side that the policy does not name, for the claims a condition on `settle_claim` names (text that begins with `and`). */
export function otherwiseSplit(part: string): Sql {
  return sql`with split_line as (${step("s01-lines", { care: "insured", part })}) ${step("s02-sums")}`;
}

/**
 * Settles every row of temp.settle_claim again, with the lines of temp.settle_line and the policy and catalogue tables, the settlements before it
 * taken as they were recorded. Set-based, one pass. Makes temp.on_record, every column of the steps (`settled` of the README), temp.remembered, every claim with
 * what its year held before it, and what `settleCleanYears` starts from: they stand until `forget` is called, or the next ones take their places.
 */
export async function settleOnRecord(connection: DuckDBConnection): Promise<{ forget: () => Promise<void> }> {
  await prepare(connection);
  const made = await keep(connection, [
    ...charging,
    { name: "placed", rows: placing("record", "charged"), kept: { beside: "charged" } },
    { name: "remembered", rows: step("s12-recorded"), kept: { beside: "placed" } },
    ...answering("record"),
    {
      name: "on_record",
      rows: sql`select columns(lambda name: not regexp_full_match(name, ${scratch})) from settled`,
      kept: { beside: "shared" },
    },
  ]);
  return { forget: () => drop(connection, made) };
}

/**
 * Settles every row of temp.settle_claim as due, the settlements before it taken as due too, without asking what the record says of the year: for years that nobody
 * recorded. Makes the temporary table `into`; years of more than LONGEST_YEAR are left out.
 */
export async function settleAsDue(connection: DuckDBConnection, into: string): Promise<void> {
  await prepare(connection);
  const made = await keep(connection, charging);
  await settleCleanYears(connection, into, raw("true"), LONGEST_YEAR, raw(answers.join(", ")));
  await drop(connection, made);
}

/** The macros of the steps, and the rows of temp.settle_claim by number. */
async function prepare(connection: DuckDBConnection): Promise<void> {
  await execute(connection, macros);
  await execute(
    connection,
    // Why nothing can be said of a claim before it is settled; `cannot` says it in the end.
    "create or replace temp view numbered_claim as select rowid as row_no, * exclude (cannot), cannot as hindrance from settle_claim",
  );
}

/** A SELECT of the answers for rows of `remembered`, with the sums of own shares before them. */
export function answersOf(remembered: Sql): Sql {
  return sql`with ${woven([{ name: "remembered", rows: remembered }, ...answering("clean")])} select * from settled`;
}

/**
 * Settles the years of temp.on_record that a condition on `charged` names once more, the settlements before taken as due, so that the year's total is what it should have
 * been. Makes the temporary table `into`. One statement for the first settlement of all years, one for the second, …: money due hangs on money due. Years longer
 * than `longest` are left out. Returns how many years that are.
 */
export async function settleCleanYears(
  connection: DuckDBConnection,
  into: string,
  years: Sql = raw("true"),
  longest = LONGEST_YEAR,
  columns = raw("*"),
): Promise<number> {
  const at = (position: Sql) => cleanAt(position, columns);
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(sql`create or replace temp view charged_again as select * from charged where ${years}`);
  await run(sql`create or replace temp table place_due as ${placing("clean", "charged_again")}`);
  await run(sql`create or replace temp table used_term as ${usedTerms("place_due")}`);
  const reader = new Reader(connection, UNLIMITED);
  const { last, left_out } = await reader.one<{ last: number; left_out: number }>(sql`
    select coalesce(max(position) filter (position <= ${longest}), 0)::integer as last, count(*) filter (position = ${longest + 1})::integer as left_out from place_due`);
  if (left_out > 0) {
    await run(
      sql`delete from place_due where year_no in (select year_no from place_due where position = ${longest + 1})`,
    );
  }
  await run(sql`create or replace temp table done as ${dueRows("place_due")} limit 0`);
  await run(sql`create or replace temp table ${ident(into)} as ${at(raw("1"))}`);
  await run("drop table temp.done");
  await run(sql`create or replace temp view done as ${dueRows(into)}`);
  if (last > 1) {
    const next = await connection.prepare(sql`insert into ${ident(into)} ${at(raw("$1::bigint"))}`.text);
    for (let position = 2; position <= last; position++) {
      next.bindBigInt(1, BigInt(position));
      await next.run();
    }
    next.destroySync();
  }
  for (const each of ["view temp.done", "table temp.place_due", "view temp.charged_again"]) await run(`drop ${each}`);
  return left_out;
}

/** The settlements of all years that stand at one position, settled with what was due before them. */
function cleanAt(position: Sql, columns: Sql): Sql {
  return sql`with ${woven([
    { name: "current_place", rows: sql`select * from place_due where position = ${position}` },
    { name: "remembered", rows: step("s12-due") },
    ...answering("clean"),
  ])} select ${columns} from settled`;
}

/** What the settlements after one remember of it, by name and what was recorded of it. */
const remembered = [
  ["deductible", "deductible_paid"],
  ["basic", "basic_fund"],
  ...layers.map(({ layer, recorded }) => [layer, recorded] as const),
] as const;
const whereabouts = "year_no, position, opening_as_of, care_group, pool, encounter, chain, disease_code, benefit_day";
/** Of an answer, what those after it and whoever asks what was due need. */
const answers = [
  `claim_id, cannot, ${whereabouts}`,
  ...remembered.map(([name, recorded]) => `${name}_due, ${recorded}`),
  ...layers.map(({ layer }) => `${layer}_counted`),
];

/** What the settlements after one remember of it: money due; of one that cannot be judged, as it was recorded. */
function dueRows(from: string): Sql {
  const settled = from !== "place_due";
  const columns = [
    whereabouts,
    ...remembered.map(
      ([name, recorded]) => `coalesce(${settled ? `${name}_due, ` : ""}${recorded}, 0)::decimal(16, 2) as ${name}`,
    ),
    ...layers.map(({ layer }) => `${settled ? `${layer}_counted` : "0::decimal(16, 2)"} as ${layer}_share`),
  ];
  return sql`select ${raw(columns.join(", "))} from ${ident(from)}`;
}

/** Makes each kept step a temporary relation, from the steps before it. Gives what was made, in the order made. */
async function keep(connection: DuckDBConnection, steps: readonly Step[]): Promise<Made[]> {
  const made: Made[] = [];
  let between: Step[] = [];
  for (const { name, rows, kept } of steps) {
    if (!kept) {
      between.push({ name, rows });
      continue;
    }
    const first = between.length > 0 ? sql`with ${woven(between)} ` : raw("");
    const table = async (named: string, columns: Sql) => {
      await execute(
        connection,
        sql`create or replace temp table ${ident(named)} as ${first}select ${columns} from (${rows})`,
      );
      made.push({ kind: "table", name: named });
    };
    if (kept === true) await table(name, raw("*"));
    else {
      await table(`${name}_part`, await addedTo(connection, kept.beside));
      await execute(
        connection,
        sql`create or replace temp view ${ident(name)} as
          select before.*, part.* exclude (row_no) from ${ident(kept.beside)} as before join ${ident(`${name}_part`)} as part using (row_no)`,
      );
      made.push({ kind: "view", name });
    }
    between = [];
  }
  return made;
}

/** The columns of a SELECT that a relation does not have, and the number of the row. */
async function addedTo(connection: DuckDBConnection, relation: string): Promise<Sql> {
  const columns = await new Reader(connection, UNLIMITED).rows<{ column_name: string }>(
    sql`select column_name from (describe ${ident(relation)}) where column_name <> 'row_no'`,
  );
  return sql`columns(lambda name: name not in (${join(columns.map(({ column_name }) => literal(column_name)))}))`;
}

interface Made {
  kind: "table" | "view";
  name: string;
}

async function drop(connection: DuckDBConnection, made: readonly Made[]): Promise<void> {
  for (const { kind, name } of [...made].reverse())
    await execute(connection, sql`drop ${raw(kind)} temp.${ident(name)}`);
}

function woven(steps: readonly Step[]): Sql {
  return join(steps.map(({ name, rows }) => sql`${ident(name)} as not materialized (${rows})`));
}

function step(file: string, words: Record<string, string> = {}, layer = ""): Sql {
  const text = readFileSync(new URL(`steps/${file}.sql`, import.meta.url), "utf8").replaceAll("LAYER", layer);
  return raw(Object.entries(words).reduce((all, [word, value]) => all.replaceAll(`/*${word}*/`, value), text));
}
