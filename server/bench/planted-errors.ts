import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { literal, raw, sql } from "../store/sql.ts";

/** Of errors beyond rounding: all, and the weak ones among them. */
interface Strengths {
  all: number;
  weak: number;
}

export interface CaughtClass {
  /** RS-…; with `throughout an area` behind it, what a whole area does: many of its settlements come out the same for all that. */
  class: string;
  planted: Strengths;
  /** With its own class. For RS-POL: marked as a defect of the policy file. */
  found: Strengths;
  /** Found, but as another class. */
  otherwise: number;
  /** Differences of that class beyond rounding; those in schemes of other cards, paid by a class the person did not have; those nobody planted. */
  raised: number;
  ofSchemes: number;
  false: number;
  /** Found with the right one who answers. */
  responsible: number;
  /** Found errors that one change explains; with that change alone; with it among others; with it at all. */
  explainable: number;
  explained: number;
  ambiguous: number;
  named: number;
}

/** What re-settlement made of the errors in generated data. */
export interface Caught {
  classes: CaughtClass[];
  /** Areas that err throughout: systemic findings and policy defects. `beside`: found, but not planted. */
  areas: { kind: string; planted: number; found: number; beside: number }[];
  /** Innocent ones that were raised, and differences that nobody planted, in words. */
  lookAlikes: string[];
  beside: string[];
}

const beside = readFileSync(new URL("planted-errors.sql", import.meta.url), "utf8");

/** Holds the fact `resettlement` of a database against the truth files of `generate`, a pattern of paths that the database may read. */
export async function caught(connection: DuckDBConnection, truth: string): Promise<Caught> {
  await execute(
    connection,
    `create or replace temp table seen_error as ${beside.replace("/*truth*/", literal(truth).text)}`,
  );
  const reader = new Reader(connection, UNLIMITED);
  const rows = await reader.rows<Record<string, number> & { class: string }>(raw(classes));
  const words = async (which: string) =>
    (
      await reader.rows<{ text: string }>(
        sql`select concat_ws(' ', settlement_id, class, materiality, largest_difference, care_group, policy_id, held_explaining, twin) as text
          from seen_error where ${raw(which)} order by all limit 50`,
      )
    ).map(({ text }) => text);
  const result = {
    classes: rows.map((row) => ({
      class: row.class,
      planted: { all: row.planted!, weak: row.planted_weak! },
      found: { all: row.found!, weak: row.found_weak! },
      otherwise: row.otherwise!,
      raised: row.raised!,
      ofSchemes: row.of_schemes!,
      false: row.false_ones!,
      responsible: row.responsible!,
      explainable: row.explainable!,
      explained: row.explained!,
      ambiguous: row.ambiguous!,
      named: row.named!,
    })),
    areas: await reader.rows<Caught["areas"][number]>(sql`${raw(areas.replaceAll("/*truth*/", literal(truth).text))}`),
    lookAlikes: await words("raised and planted is null and twin is not null"),
    beside: await words("raised and planted is null and not of_scheme and twin is null"),
  };
  await execute(connection, "drop table temp.seen_error");
  return result;
}

/** One row a class. */
const classes = `
  with planted as (
    select planted as class, own_class, weak, responsible = held_responsible as answers, explaining, held_explaining, explanations, class as held,
      case when own_class = 'RS-POL' then policy_defect else raised end as caught,
      case when own_class = 'RS-POL' then policy_defect else raised and class = own_class end as found
    from seen_error where planted is not null and beyond_rounding
  ),
  counted as (
    select class, count(*) as planted, count(*) filter (weak) as planted_weak, count(*) filter (found) as found, count(*) filter (found and weak) as found_weak,
      count(*) filter (caught and not found) as otherwise,
      -- A defect of the policy file answers for what it marks.
      count(*) filter (found and (answers or own_class = 'RS-POL')) as responsible,
      count(*) filter (found and explaining is not null) as explainable,
      count(*) filter (found and explaining = held_explaining) as explained,
      count(*) filter (found and held_explaining = 'ambiguous' and list_contains(explanations, explaining)) as ambiguous,
      count(*) filter (found and list_contains(explanations, explaining)) as named
    from planted group by class
  ),
  raised as (
    select class, count(*) as raised, count(*) filter (planted is null and of_scheme) as of_schemes,
      count(*) filter (planted is null and not of_scheme) as false_ones
    from seen_error where raised group by class
  )
  select counted.*, coalesce(raised, 0) as raised, coalesce(of_schemes, 0) as of_schemes, coalesce(false_ones, 0) as false_ones
  from counted left join raised using (class) order by class`;

const areas = `
  with planted as (
    -- A handful is no system's.
    select card, split_part(scheme_no, '/', 2) as place, coalesce(explaining, '') as explaining, count(*) >= 60 as is_planted
    from read_parquet(/*truth*/) where scheme_no not like '%/%/%' and strength = 'strong'
    group by all
  ),
  held as (
    select 'RS-RATIO' as card, insured_city || '-' || scheme as place, explaining, true as is_held from resettlement_systemic
    union
    select 'RS-POL', insured_city || '-' || split_part(split_part(policy_id, '@', 1), '-', 2), '', true from policy_agreement where defect
  )
  select case card when 'RS-POL' then 'policy defects' else 'systemic findings' end as kind,
    count(*) filter (is_planted) as planted, count(*) filter (is_planted and is_held) as found, count(*) filter (is_planted is null) as beside
  from planted full join held using (card, place, explaining) group by all order by kind`;
