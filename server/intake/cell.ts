import type { Column } from "../store/dictionary.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";

/** One column of a layout as it is found in a source. */
export interface CellSource {
  target: Column;
  /** Column of the source, or null for a constant. */
  from: string | null;
  /** DuckDB type of the source column. */
  sourceType: string;
  value?: string | null;
  /** Source code → our code; a code that is not listed stays as it is. */
  codes?: Readonly<Record<string, string>> | null;
  /** strptime formats tried after ISO. */
  formats?: readonly string[] | null;
}

/** SQL of one cell: its typed value, whether it is wrong, and which rule it breaks (null when none). */
export interface CellSql {
  text: Sql;
  value: Sql;
  bad: Sql | null;
  code: Sql;
  expected: string;
}

const EARLIEST = "1900-01-01";
const LATEST = "2100-01-01";
const DECIMAL_KINDS = new Set(["money", "quantity", "price", "ratio", "number", "integer"]);

/** Builds the SQL that types and checks one cell. Nothing is repaired: what does not fit exactly is wrong. */
export function cellSql(cell: CellSource): CellSql {
  const { target } = cell;
  const text = textOf(cell);
  const kind = target.type.kind;
  const typed =
    DECIMAL_KINDS.has(kind) && isExact(cell)
      ? exactDecimal(cell)
      : DECIMAL_KINDS.has(kind)
        ? decimal(target, text)
        : kind === "date" || kind === "timestamp"
          ? time(cell, text)
          : kind === "boolean"
            ? boolean(text)
            : words(target, text);
  const range = rangeOf(target, typed.value);
  const missing = target.required ? sql`${typed.value} is null` : null;
  const wrong = [typed.bad, range].filter((s): s is Sql => s !== null);
  return {
    text,
    value: typed.value,
    bad: wrong.length + (missing ? 1 : 0) === 0 ? null : join([...wrong, ...(missing ? [missing] : [])], " or "),
    code: sql`case when ${missing ? sql`${text} is null` : raw("false")} then 'missing'
                   ${typed.bad ? sql`when ${typed.bad} then ${typed.code}` : raw("")}
                   ${range ? sql`when ${range} then 'out_of_range'` : raw("")} end`,
    expected: range ? withRange(target, typed.expected) : typed.expected,
  };
}

interface Typed {
  value: Sql;
  bad: Sql | null;
  code: Sql;
  expected: string;
}

/** The source as text, with blanks as null and codes translated. Native numbers and dates keep their own type. */
function textOf(cell: CellSource): Sql {
  if (cell.from === null) return sql`${literal(cell.value ?? "")}`;
  const column = ident(cell.from);
  const text = cell.sourceType === "VARCHAR" ? column : sql`cast(${column} as varchar)`;
  const keyLike = cell.target.type.kind === "code" || cell.target.required;
  const clean = keyLike || cell.target.type.kind === "text" ? sql`nullif(trim(${text}), '')` : sql`nullif(${text}, '')`;
  const codes = Object.entries(cell.codes ?? {});
  if (codes.length === 0) return clean;
  const cases = codes.map(([from, to]) => sql`when ${literal(from)} then ${literal(to)}`);
  return sql`case ${clean} ${join(cases, " ")} else ${clean} end`;
}

function isExact(cell: CellSource): boolean {
  return cell.from !== null && !cell.codes && /^(DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?\b)/.test(cell.sourceType);
}

function exactDecimal(cell: CellSource): Typed {
  const type = raw(cell.target.type.sql);
  const column = ident(cell.from ?? "");
  const value = sql`try_cast(${column} as ${type})`;
  const scale = Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(cell.sourceType)?.[1] ?? 0);
  const lossy = scale > (cell.target.type.scale ?? 0);
  const bad = lossy
    ? sql`(${column} is not null and (${value} is null or ${value} <> ${column}))`
    : sql`(${value} is null and ${column} is not null)`;
  return {
    value,
    bad,
    code: sql`case when ${value} is null then 'too_large' else 'decimals' end`,
    expected: decimalHint(cell.target),
  };
}

/**
 * A decimal from text. A cast alone would round 12.345, read 1_000 and accept 1e2: texts that could be one of these are
 * looked at again, exactly; all others pay two short scans.
 */
function decimal(target: Column, text: Sql): Typed {
  const scale = target.type.scale ?? 0;
  const value = sql`try_cast(${text} as ${raw(target.type.kind === "integer" ? "DECIMAL(18,0)" : target.type.sql)})`;
  const suspicious = sql`(${text} like ${literal(`%.${"_".repeat(scale + 1)}%`)} or contains(lower(${text}), 'e') or contains(${text}, '_'))`;
  const plain = literal("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");
  const exact = sql`(regexp_full_match(trim(${text}), ${plain}) and try_cast(${text} as decimal(38,12)) = ${value})`;
  const inexact = sql`case when ${suspicious} then not coalesce(${exact}, false) else false end`;
  return {
    value: target.type.kind === "integer" ? sql`cast(${value} as bigint)` : value,
    bad: sql`(${text} is not null and (${value} is null or ${inexact}))`,
    code: sql`case when regexp_full_match(trim(${text}), ${plain}) and ${value} is null then 'too_large'
                   when regexp_full_match(trim(${text}), ${plain}) then 'decimals'
                   when regexp_full_match(trim(${text}), ${literal("[+-]?[0-9]{1,3}([,，][0-9]{3})+(\\.[0-9]*)?")}) then 'thousands_separator'
                   else 'not_a_number' end`,
    expected: decimalHint(target),
  };
}

function time(cell: CellSource, text: Sql): Typed {
  const type = raw(cell.target.type.sql);
  const native = cell.from !== null && !cell.codes && /^(DATE|TIMESTAMP)/.test(cell.sourceType);
  const source = native ? ident(cell.from ?? "") : text;
  const iso = sql`try_cast(${source} as ${type})`;
  const formats = [...(cell.formats ?? []), "%Y%m%d", "%Y%m%d%H%M%S"].map(literal);
  const parsed = native ? iso : sql`coalesce(${iso}, cast(try_strptime(${text}, [${join(formats)}]) as ${type}))`;
  const inside = sql`${parsed} >= ${literal(EARLIEST)}::${type} and ${parsed} < ${literal(LATEST)}::${type}`;
  return {
    value: parsed,
    bad: sql`(${source} is not null and not coalesce(${inside}, false))`,
    code: sql`case when ${parsed} is null then 'not_a_date' else 'date_range' end`,
    expected:
      cell.target.type.kind === "date" ? "YYYY-MM-DD, a day that exists" : "YYYY-MM-DD HH:MM:SS, a time that exists",
  };
}

function boolean(text: Sql): Typed {
  const value = sql`try_cast(${text} as boolean)`;
  return { value, bad: sql`(${text} is not null and ${value} is null)`, code: raw("'not_a_flag'"), expected: "0 or 1" };
}

/** Text: only its length is checked. Bytes first, since they are at hand; characters only where bytes exceed. */
function words(target: Column, text: Sql): Typed {
  const limit = raw(String(target.type.length ?? 1_000_000));
  const bad = sql`case when strlen(${text}) > ${limit} then length(${text}) > ${limit} else false end`;
  return {
    value: text,
    bad,
    code: raw("'too_long'"),
    expected: `at most ${target.type.length ?? "1000000"} characters`,
  };
}

function rangeOf(target: Column, value: Sql): Sql | null {
  const limits: Sql[] = [];
  if (target.min !== null) limits.push(sql`${value} < ${raw(String(target.min))}`);
  if (target.max !== null) limits.push(sql`${value} > ${raw(String(target.max))}`);
  return limits.length > 0 ? sql`coalesce(${join(limits, " or ")}, false)` : null;
}

function decimalHint(target: Column): string {
  const scale = target.type.scale ?? 0;
  return scale === 0 ? "a whole number" : `a number with at most ${scale} decimals, no separators`;
}

function withRange(target: Column, expected: string): string {
  return `${expected}, ${target.min === null ? "" : `from ${target.min} `}${target.max === null ? "" : `to ${target.max}`}`.trimEnd();
}
