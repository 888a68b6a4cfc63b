import { type Column, faultColumn } from "../store/dictionary.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { cardDigits, certificateFault, normalisedNumber } from "./certificate.ts";
import { expectation } from "./expectation.ts";

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
  /** For a certificate: what is found of its type, or null where the source brings none. */
  certificateType?: Sql | null;
}

/**
 * SQL of one cell in stages, each reading only those before, so that DuckDB evaluates every expression once: `found` reads the
 * source, `value` reads `found` (as `found_<name>`), for a certificate `digits` reads `value` and `fault` reads `digits`;
 * `bad` and `code` read all of them (as `value_<name>`, `digits_<name>`, `fault_<name>`).
 */
export interface CellSql {
  name: string;
  found: Sql;
  /** Reads the source: true where a text is blank or begins or ends with a space, so that `found` has to tidy it. */
  untidy: Sql | null;
  value: Sql;
  /** Null but for a certificate. */
  digits: Sql | null;
  fault: Sql | null;
  /** True where the cell is wrong; null where it cannot be. */
  bad: Sql | null;
  /** Which rule a wrong cell breaks; null for a right one. */
  code: Sql;
  /** As `expectation` writes it. */
  expected: string;
}

const EARLIEST = "1900-01-01";
const LATEST = "2099-12-31";
const BEYOND = "2100-01-01";
const PLAIN_NUMBER = "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)";
const WITH_SEPARATORS = "[+-]?[0-9]{1,3}([,，][0-9]{3})+(\\.[0-9]*)?";
const NUMERIC = new Set(["money", "quantity", "price", "ratio", "number", "integer"]);

export function foundName(name: string): Sql {
  return ident(`found_${name}`);
}

export function valueName(name: string): Sql {
  return ident(`value_${name}`);
}

export function digitsName(name: string): Sql {
  return ident(`digits_${name}`);
}

export function faultName(name: string): Sql {
  return ident(`fault_${name}`);
}

/**
 * Builds the SQL that types and checks one cell. Nothing is repaired: what does not fit exactly is wrong.
 * `tidy` takes blanks as null and trims texts: dear, and needed only where some text of the source is `untidy`.
 */
export function cellSql(cell: CellSource, tidy: boolean): CellSql {
  const { target } = cell;
  const found = foundName(target.name);
  const value = valueName(target.name);
  const typed = typing(cell, found, value);
  const range = rangeOf(target, value);
  const missing = target.required ? sql`${found} is null` : null;
  const wrong = [typed.bad, range, missing].filter((part) => part !== null);
  return {
    name: target.name,
    found: foundSql(cell, tidy),
    untidy: untidySql(cell),
    value: typed.value,
    digits: typed.digits ?? null,
    fault: typed.fault ?? null,
    bad: wrong.length === 0 ? null : join(wrong, " or "),
    code: sql`case when ${missing ?? raw("false")} then 'missing'
                   when ${typed.bad ?? raw("false")} then ${typed.code}
                   when ${range ?? raw("false")} then 'out_of_range' end`,
    expected: expectationOf(target),
  };
}

interface Typed {
  value: Sql;
  digits?: Sql;
  fault?: Sql;
  bad: Sql | null;
  code: Sql;
}

function typing(cell: CellSource, found: Sql, value: Sql): Typed {
  const { kind } = cell.target.type;
  if (NUMERIC.has(kind)) return isNative(cell) ? nativeNumber(cell, found, value) : number(cell, found, value);
  if (kind === "date" || kind === "timestamp") return time(cell, found, value);
  if (kind === "boolean") {
    const bad = sql`(${found} is not null and ${value} is null)`;
    return { value: sql`try_cast(${found} as boolean)`, bad, code: raw("'not_a_flag'") };
  }
  return cell.certificateType === undefined
    ? words(cell.target, found)
    : certificate(cell, cell.certificateType, found);
}

/** A source type that is kept as it is instead of going through text. */
function isNative({ from, codes, sourceType, target }: CellSource): boolean {
  if (from === null || codes) return false;
  if (NUMERIC.has(target.type.kind)) return /^(DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?\b)/.test(sourceType);
  return (target.type.kind === "date" || target.type.kind === "timestamp") && /^(DATE|TIMESTAMP)/.test(sourceType);
}

function foundSql(cell: CellSource, tidy: boolean): Sql {
  if (cell.from === null) return sql`${literal(cell.value ?? "")}`;
  const column = ident(cell.from);
  if (isNative(cell)) return column;
  const text = cell.sourceType === "VARCHAR" ? column : sql`cast(${column} as varchar)`;
  const clean = tidy ? sql`nullif(trim(${text}), '')` : text;
  const codes = Object.entries(cell.codes ?? {});
  if (codes.length === 0) return clean;
  const cases = codes.map(([from, to]) => sql`when ${literal(from)} then ${literal(to)}`);
  return sql`case ${clean} ${join(cases, " ")} else ${clean} end`;
}

function untidySql({ from, sourceType }: CellSource): Sql | null {
  if (from === null || sourceType !== "VARCHAR") return null;
  const column = ident(from);
  return sql`${column} = '' or prefix(${column}, ' ') or suffix(${column}, ' ')`;
}

function nativeNumber(cell: CellSource, found: Sql, value: Sql): Typed {
  const type = cell.target.type;
  if (cell.sourceType === type.sql) return { value: found, bad: null, code: raw("null") };
  const scale = Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(cell.sourceType)?.[1] ?? 0);
  const lossy = scale > (type.scale ?? 0) ? sql` or ${value} <> ${found}` : raw("");
  return {
    value: sql`try_cast(${found} as ${raw(type.sql)})`,
    bad: sql`(${found} is not null and (${value} is null${lossy}))`,
    code: sql`case when ${value} is null then 'too_large' else 'decimals' end`,
  };
}

/**
 * A number from text. A cast alone would round 12.345, read 1_000 and accept 1e2: texts that could be one of these are
 * looked at again, exactly; all others pay four short scans. A DOUBLE may stray by 10⁻¹²: that is its own rounding.
 */
function number({ target, sourceType }: CellSource, found: Sql, value: Sql): Typed {
  const isFloat = sourceType === "DOUBLE" || sourceType === "FLOAT";
  const whole = target.type.kind === "integer";
  const scale = target.type.scale ?? 0;
  const tooFine = literal(`%.${"_".repeat(scale + 1)}%`);
  const odd = ["e", "E", "_"].map((sign) => sql`contains(${found}, ${literal(sign)})`);
  const suspicious = sql`(${found} like ${tooFine} or ${join(odd, " or ")})`;
  const plain = sql`regexp_full_match(trim(${found}), ${literal(PLAIN_NUMBER)})`;
  const exact = isFloat
    ? sql`(${plain} and try_cast(${found} as decimal(38,12)) = ${value})`
    : sql`regexp_full_match(trim(${found}), ${literal(exactPattern(scale))})`;
  return {
    value: whole
      ? sql`cast(try_cast(${found} as decimal(18,0)) as bigint)`
      : sql`try_cast(${found} as ${raw(target.type.sql)})`,
    bad: sql`(${found} is not null and (${value} is null or case when ${suspicious} then not coalesce(${exact}, false) else false end))`,
    code: sql`case when ${plain} and ${value} is null then 'too_large'
                   when ${plain} then 'decimals'
                   when regexp_full_match(trim(${found}), ${literal(WITH_SEPARATORS)}) then 'thousands_separator'
                   else 'not_a_number' end`,
  };
}

/** A plain number whose digits beyond `scale` are noughts. */
function exactPattern(scale: number): string {
  const digits = scale === 0 ? "" : `[0-9]{0,${scale}}`;
  return `[+-]?([0-9]+(\\.${digits}0*)?|\\.${scale === 0 ? "0" : `[0-9]{1,${scale}}`}0*)`;
}

function time(cell: CellSource, found: Sql, value: Sql): Typed {
  const type = raw(cell.target.type.sql);
  const native = isNative(cell);
  // As a timestamp first: the cast of a text to DATE takes 2021-03-1a and 2021-03-09 25:00 for dates.
  const iso = native ? sql`try_cast(${found} as ${type})` : sql`cast(try_cast(${found} as timestamp) as ${type})`;
  const digits = sql`case when strlen(${found}) in (8, 14) then try_strptime(${found}, ['%Y%m%d', '%Y%m%d%H%M%S']) end`;
  const named = cell.formats?.length ? sql`try_strptime(${found}, [${join(cell.formats.map(literal))}]), ` : raw("");
  const other = sql`cast(coalesce(${named}${digits}) as ${type})`;
  const word = native ? raw("") : sql` or ${found} = 'epoch'`;
  const bound = (day: string) => sql`${literal(day)}::${type}`;
  return {
    value: native ? iso : sql`coalesce(${iso}, ${other})`,
    bad: sql`(${found} is not null and (${value} is null or ${value} < ${bound(EARLIEST)} or ${value} >= ${bound(BEYOND)}${word}))`,
    code: sql`case when ${value} is null${word} then 'not_a_date' else 'date_range' end`,
  };
}

/** Text: only its length is checked. Bytes first, since they are at hand; characters only where bytes exceed. */
function words(target: Column, found: Sql): Typed {
  const limit = raw(String(lengthOf(target)));
  return {
    value: found,
    bad: sql`case when strlen(${found}) > ${limit} then length(${found}) > ${limit} else false end`,
    code: raw("'too_long'"),
  };
}

/** A faulty number is stored as one that joins nothing, but where the record is known by it. */
function certificate({ target }: CellSource, type: Sql | null, found: Sql): Typed {
  const { bad, code } = words(target, found);
  const number = valueName(target.name);
  const digits = digitsName(target.name);
  const fault = faultName(target.name);
  const checked = {
    value: normalisedNumber({ number: found, type }),
    digits: cardDigits({ number, type }),
    fault: certificateFault({ number, type }, digits),
  };
  if (!target.required) return { ...checked, bad, code };
  return {
    ...checked,
    bad: sql`(${bad ?? raw("false")} or ${fault} is not null)`,
    code: sql`case when ${fault} is not null then 'bad_certificate' else ${code} end`,
  };
}

function rangeOf({ min, max }: Column, value: Sql): Sql | null {
  const limits: Sql[] = [];
  if (min !== null) limits.push(sql`${value} < ${raw(String(min))}`);
  if (max !== null) limits.push(sql`${value} > ${raw(String(max))}`);
  return limits.length > 0 ? sql`coalesce(${join(limits, " or ")}, false)` : null;
}

/** What `cellSql` asks of a cell of this column, in the form that is stored with a reject. */
function expectationOf(target: Column): string {
  const { kind, scale } = target.type;
  if (kind === "date" || kind === "timestamp") return expectation(kind, null, { min: EARLIEST, max: LATEST });
  if (kind === "boolean") return expectation("flag");
  if (target.required && faultColumn(target) !== null) return expectation("certificate");
  if (!NUMERIC.has(kind)) return expectation("text", lengthOf(target));
  return scale ? expectation("number", scale, target) : expectation("whole", null, target);
}

function lengthOf(target: Column): number {
  return target.type.length ?? 1_000_000;
}
