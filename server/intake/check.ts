import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import type { Keys } from "../store/keys.ts";
import { pseudonym } from "../store/pseudonym.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import type { Reporter } from "./batch.ts";
import { type CellSource, cellSql } from "./cell.ts";

export interface Staging {
  /** Temporary table: the stored columns, `reported_by`, `bad`. Its rowid is the order of the records. */
  table: string;
  columns: string[];
  records: number;
  bad: number;
}

/** One wrong cell of a rejected record. `ordinal` counts the readable records of the source from 1. */
export interface WrongCell {
  ordinal: number;
  column: string;
  code: string;
  value: string | null;
  expected: string;
}

/** Types and checks every record of `relation` in one scan, into a temporary table. */
export async function stage(
  connection: DuckDBConnection,
  relation: Sql,
  cells: readonly CellSource[],
  reporter: Reporter,
  keys: Keys,
): Promise<Staging> {
  const stored = cells.filter((cell) => cell.target.storage !== "none");
  const built = cells.map((cell) => ({ cell, ...cellSql(cell) }));
  const outputs = built
    .filter(({ cell }) => cell.target.storage !== "none")
    .map(({ cell, value }) => {
      const kept = cell.target.storage === "pseudonym" ? pseudonym(keys, value) : value;
      return sql`${kept} as ${ident(cell.target.name)}`;
    });
  const wrong = built.flatMap(({ bad }) => (bad ? [bad] : []));
  const bad = wrong.length > 0 ? sql`coalesce(${join(wrong, " or ")}, false)` : raw("false");
  await execute(
    connection,
    sql`create or replace temp table staged as
        select ${join([...outputs, sql`${sideOf(cells, reporter)} as reported_by`])}, ${bad} as bad from ${relation}`,
  );
  const counts = await new Reader(connection, UNLIMITED).one<{ records: number; bad: number }>(
    sql`select count(*) as records, count(*) filter (bad) as bad from staged`,
  );
  return { table: "staged", columns: [...stored.map(({ target }) => target.name), "reported_by"], ...counts };
}

/** Looks at the bad records again, this time cell by cell. Only called when there are some. */
export async function wrongCells(
  connection: DuckDBConnection,
  relation: Sql,
  cells: readonly CellSource[],
): Promise<WrongCell[]> {
  const parts = cells.map((cell) => {
    const { code, text, expected } = cellSql(cell);
    const shown = cell.target.personal
      ? sql`repeat('•', least(length(${text}), 20)::integer)`
      : sql`left(${text}, 200)`;
    return sql`{'column': ${literal(cell.target.name)}, 'code': ${code}, 'value': ${shown}, 'expected': ${literal(expected)}}`;
  });
  return new Reader(connection, UNLIMITED).rows<WrongCell>(
    sql`with numbered as (select row_number() over () as ordinal, * from ${relation}),
             looked as (
               select ordinal, unnest([${join(parts)}]) as cell from numbered
               where ordinal in (select rowid + 1 from staged where bad)
             )
        select ordinal, cell.column, cell.code, cell.value, cell.expected from looked where cell.code is not null
        order by ordinal, cell.column`,
  );
}

/** The side that reports a record: its own flag, else the batch's declared reporter, else the agency that stored it. */
function sideOf(cells: readonly CellSource[], reporter: Reporter): Sql {
  const text = (name: string) => {
    const cell = cells.find(({ target }) => target.name === name);
    return cell ? cellSql(cell).text : null;
  };
  const flag = text("side_flag");
  const choices: Sql[] = [];
  if (flag) choices.push(sql`case ${flag} when '0' then 'insured' when '1' then 'insured' when '2' then 'care' end`);
  if (reporter !== "unknown") choices.push(literal(reporter));
  const pool = text("pooling_area");
  const insured = text("insured_area");
  const care = text("care_area");
  if (pool && insured && care) {
    choices.push(
      sql`case when left(${pool}, 4) = left(${insured}, 4) then 'insured' when left(${pool}, 4) = left(${care}, 4) then 'care' end`,
    );
  }
  return sql`coalesce(${join([...choices, literal("unknown")])})`;
}
