import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import type { Column } from "../store/dictionary.ts";
import { Reader } from "../store/reader.ts";
import { ident, literal, type Sql, sql } from "../store/sql.ts";
import { type CellSource, cellSql, foundName, valueName } from "./cell.ts";

let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
});

const types = {
  money: { kind: "money", sql: "DECIMAL(16,2)", scale: 2 },
  integer: { kind: "integer", sql: "BIGINT", scale: 0 },
  date: { kind: "date", sql: "DATE" },
  timestamp: { kind: "timestamp", sql: "TIMESTAMP" },
} as const;

/** The stored value as text, or the code of the rule that `source` breaks. */
async function typed(kind: keyof typeof types, source: Sql, sourceType = "VARCHAR"): Promise<string | null> {
  const target = { name: "x", type: types[kind], required: false, min: null, max: null } as unknown as Column;
  const cell: CellSource = { target, from: "given", sourceType };
  const { found, value, bad, code } = cellSql(cell, true);
  const row = await new Reader(connection).one<{ value: string | null; code: string | null; bad: boolean | null }>(
    sql`select cast(${valueName("x")} as varchar) as value, ${code} as code, ${bad ?? sql`false`} as bad
        from (select *, ${value} as ${valueName("x")}
              from (select ${found} as ${foundName("x")} from (select ${source} as ${ident("given")})))`,
  );
  expect(row.bad ?? false).toBe(row.code !== null);
  return row.code ?? row.value;
}

test.each([
  ["2020-02-29", "2020-02-29"],
  ["2021-3-9", "2021-03-09"],
  ["2021/03/09", "2021-03-09"],
  ["20210309", "2021-03-09"],
  ["2021-03-09 23:59:59", "2021-03-09"],
  ["2021-03-09T10:00:00Z", "2021-03-09"],
  ["2021-02-29", "not_a_date"],
  ["20210230", "not_a_date"],
  ["2021-03-1a", "not_a_date"],
  ["2021-03-09abc", "not_a_date"],
  ["2021-03-09 25:00:00", "not_a_date"],
  ["2021-03-09 BC", "not_a_date"],
  ["2021121", "not_a_date"],
  ["epoch", "not_a_date"],
  ["infinity", "date_range"],
  ["21-03-09", "date_range"],
])("date %s → %s", async (text, expected) => {
  expect(await typed("date", literal(text))).toBe(expected);
});

test.each([
  ["2021-03-09 10:00:00", "2021-03-09 10:00:00"],
  ["2021-03-09", "2021-03-09 00:00:00"],
  ["20210309100000", "2021-03-09 10:00:00"],
  ["2021030910000", "not_a_date"],
  ["2021-03-09 10:60:00", "not_a_date"],
  ["epoch", "not_a_date"],
])("timestamp %s → %s", async (text, expected) => {
  expect(await typed("timestamp", literal(text))).toBe(expected);
});

test.each([
  [" 12 ", "12.00"],
  ["+5", "5.00"],
  ["-0", "0.00"],
  [".5", "0.50"],
  ["12.340", "12.34"],
  ["12.345", "decimals"],
  ["0.30000000000000004", "decimals"],
  ["0.30000000000000000", "0.30"],
  [".", "not_a_number"],
  ["1e2", "not_a_number"],
  ["1_000", "not_a_number"],
  ["１２", "not_a_number"],
  ["1,000", "thousands_separator"],
  ["100000000000000", "too_large"],
  ["inf", "not_a_number"],
])("money %s → %s", async (text, expected) => {
  expect(await typed("money", literal(text))).toBe(expected);
});

test.each([
  ["DOUBLE", "12.345", "decimals"],
  ["DOUBLE", "0.30000000000000004", "0.30"],
  ["DOUBLE", "1e300", "not_a_number"],
  ["FLOAT", "12.34", "12.34"],
  ["HUGEINT", "170141183460469231731687303715884105727", "too_large"],
  ["DECIMAL(38,10)", "12.345", "decimals"],
  ["DECIMAL(38,10)", "12.3400000000", "12.34"],
])("money from %s %s → %s", async (type, text, expected) => {
  const source = sql`cast(${literal(text)} as ${ident(type)})`;
  expect(await typed("money", type.includes("(") ? sql`cast(${literal(text)} as decimal(38,10))` : source, type)).toBe(
    expected,
  );
});
