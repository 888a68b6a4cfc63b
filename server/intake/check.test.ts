import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { loadDictionary, type Table } from "../store/dictionary.ts";
import type { Keys } from "../store/keys.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import { stage } from "./check.ts";

const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
const keys = { pseudonym: Buffer.alloc(32) } as Keys;

const cellsOf = (table: Table) =>
  [...table.columns.values()].map((target) => ({ target, from: target.name, sourceType: "VARCHAR" }));
/** As many rows as three row groups hold, which are read side by side. */
const records = (table: Table, rows: number) =>
  sql`(select ${join(
    [...table.columns.values()].map(({ name }) =>
      name === "settlement_id" ? sql`n::varchar as ${ident(name)}` : sql`null::varchar as ${ident(name)}`,
    ),
  )} from (from source where n < ${raw(String(rows))}))`;

test("no check joins, which would lose the order of the records", async () => {
  await connection.run("create or replace table source as select range as n from range(10)");
  for (const table of loadDictionary().tables.values()) expect(await planOf(table), table.name).not.toContain("JOIN");
});

/** How DuckDB takes in the records of a table. */
async function planOf(table: Table): Promise<string> {
  const asked: string[] = [];
  const watched = new Proxy(connection, {
    get: (target, name) => {
      if (name !== "run") return Reflect.get(target, name).bind(target);
      return (text: string, values?: unknown[]) => {
        asked.push(text);
        return target.run(text, values as never);
      };
    },
  });
  await stage(watched, { relation: records(table, 10), cells: cellsOf(table), reporter: "unknown", keys }, table.key);
  const staging = asked.find((text) => text.includes("temp table staged"))!;
  const plan = (await connection.runAndReadAll(`explain ${staging}`)).getRows().join("\n");
  expect(plan).toContain("CREATE_TABLE_AS");
  return plan;
}

test("records stand in the order of their source", async () => {
  const table = loadDictionary().table("settlement");
  await connection.run("create or replace table source as select range as n from range(400000)");
  const source = { relation: records(table, 400_000), cells: cellsOf(table), reporter: "unknown" as const, keys };
  for (let round = 0; round < 3; round++) {
    await stage(connection, source, table.key);
    const misplaced = await connection.runAndReadAll(
      "select count(*) from staged where rowid <> settlement_id::bigint",
    );
    expect(misplaced.value(0, 0)).toBe(0n);
  }
});
