import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { faultColumn } from "../store/dictionary.ts";
import type { Keys } from "../store/keys.ts";
import { pseudonym } from "../store/pseudonym.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import type { Reporter } from "./batch.ts";
import { type CellSource, type CellSql, cellSql, digitsName, faultName, foundName, valueName } from "./cell.ts";
import { certificatePseudonym } from "./certificate.ts";
import { heldParticulars } from "./particulars.ts";
import { sideOf } from "./side.ts";

export interface Staging {
  /** Temporary table: `kept` columns, particulars of persons and `bad`. Its rowid is the order of the records. */
  table: string;
  /** The typed records with all of `columns` and `bad`, read from the source anew. */
  rows: Sql;
  /** Stored columns and `reported_by`. */
  columns: string[];
  records: number;
  bad: number;
  /** Whether texts had to be tidied: see `cellSql`. */
  tidied: boolean;
}

/** What is checked: a readable source, its columns, and who reports them. */
export interface Checkable {
  relation: Sql;
  cells: readonly CellSource[];
  reporter: Reporter;
  keys: Keys;
}

/** One wrong cell of a rejected record. `ordinal` counts the readable records of the source from 1. */
export interface WrongCell {
  ordinal: number;
  column: string;
  code: string;
  value: string | null;
  expected: string;
}

/**
 * Types and checks every record in one scan. Only the `kept` columns go into a temporary table: holding a hundred costs
 * more than reading the source again. Texts are taken as they are and untidy ones noticed; only a source that has some
 * is scanned a second time, tidying.
 */
export async function stage(
  connection: DuckDBConnection,
  source: Checkable,
  kept: readonly string[],
): Promise<Staging> {
  const columns = [...outputs(source).map(({ name }) => name), "reported_by"];
  const held = heldParticulars(source.cells).map(({ name }) => name);
  const keep = join([...kept.filter((name) => columns.includes(name)), ...held].map(ident));
  for (const tidied of [false, true]) {
    const rows = sql`(${typedRows(source, tidied)})`;
    await execute(connection, sql`create or replace temp table staged as select ${keep}, bad, untidy from ${rows}`);
    const { untidy, ...counts } = await new Reader(connection, UNLIMITED).one<
      Pick<Staging, "records" | "bad"> & { untidy: number }
    >(sql`select count(*) as records, count(*) filter (bad) as bad, count(*) filter (untidy) as untidy from staged`);
    if (tidied || untidy === 0) return { table: "staged", rows, columns, ...counts, tidied };
  }
  throw new Error("unreachable");
}

/** What is stored of a record beside its side: every stored column, and the fault beside each certificate. */
function outputs({ cells, keys }: Checkable): { name: string; value: Sql }[] {
  const stored = cells.filter(({ target }) => target.storage !== "none");
  return stored.flatMap(({ target, certificateType: type }) => {
    const { name } = target;
    const number = valueName(name);
    if (type === undefined) return { name, value: target.storage === "pseudonym" ? pseudonym(keys, number) : number };
    const fault = faultName(name);
    return [
      { name, value: certificatePseudonym(keys, { number, type }, digitsName(name), fault) },
      { name: faultColumn(target)!, value: fault },
    ];
  });
}

function typedRows(source: Checkable, tidy: boolean): Sql {
  const { relation, cells, reporter } = source;
  const stored = [...outputs(source), ...heldParticulars(cells)].map(
    ({ name, value }) => sql`${value} as ${ident(name)}`,
  );
  const built = cells.map((cell) => cellSql(cell, tidy));
  const any = (parts: (Sql | null)[]) => {
    const given = parts.filter((part) => part !== null);
    return given.length > 0 ? sql`coalesce(${join(given, " or ")}, false)` : raw("false");
  };
  const untidy = tidy ? raw("false") : any(built.map((cell) => cell.untidy));
  const brought = (name: string) => (cells.some(({ target }) => target.name === name) ? valueName(name) : null);
  const places = {
    side_flag: brought("side_flag"),
    pooling_area: brought("pooling_area"),
    agency_no: brought("agency_no"),
    insured_area: brought("insured_area"),
    care_area: brought("care_area"),
  };
  const side = sql`${sideOf(places, reporter)} as reported_by`;
  const bad = sql`${any(built.map((cell) => cell.bad))} as bad`;
  return sql`select ${join([...stored, side, bad, raw("untidy")])}
             from (${typed(cells, tidy, relation, [sql`${untidy} as untidy`])})`;
}

/** The stages of every cell before it is judged. `also` passes further columns through. */
function typed(cells: readonly CellSource[], tidy: boolean, relation: Sql, also: readonly Sql[]): Sql {
  const built = cells.map((cell) => cellSql(cell, tidy));
  const stage = (of: (cell: CellSql) => Sql | null, name: (cell: string) => Sql) =>
    built.flatMap((cell) => {
      const part = of(cell);
      return part ? [sql`${part} as ${name(cell.name)}`] : [];
    });
  const found = stage((cell) => cell.found, foundName);
  const values = sql`select *, ${join(stage((cell) => cell.value, valueName))} from (select ${join([...found, ...also])} from ${relation})`;
  const digits = stage((cell) => cell.digits, digitsName);
  if (digits.length === 0) return values;
  const faults = stage((cell) => cell.fault, faultName);
  return sql`select *, ${join(faults)} from (select *, ${join(digits)} from (${values}))`;
}

/** Looks at the bad records again, this time cell by cell. Only called when there are some. */
export async function wrongCells(
  connection: DuckDBConnection,
  { relation, cells }: Checkable,
  tidy: boolean,
): Promise<WrongCell[]> {
  const parts = cells.map((cell) => {
    const { code, expected, name } = cellSql(cell, tidy);
    const text = sql`cast(${foundName(name)} as varchar)`;
    const shown = cell.target.personal
      ? sql`repeat('•', least(length(${text}), 20)::integer)`
      : sql`left(${text}, 200)`;
    return sql`{'column': ${literal(name)}, 'code': ${code}, 'value': ${shown}, 'expected': ${literal(expected)}}`;
  });
  const badOnly = sql`(select * from (select row_number() over () as ordinal, * from ${relation})
                       where ordinal in (select rowid + 1 from staged where bad))`;
  return new Reader(connection, UNLIMITED).rows<WrongCell>(
    sql`select ordinal, cell.column, cell.code, cell.value, cell.expected
        from (select ordinal, unnest([${join(parts)}]) as cell from (${typed(cells, tidy, badOnly, [raw("ordinal")])}))
        where cell.code is not null order by ordinal, cell.column`,
  );
}
