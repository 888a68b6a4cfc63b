import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import returnedLine from "./returned_line.ts";

/** Line number and quantity taken back, of lines written `number item quantity [hour] [named line] [claim]`. */
async function takenBack(lines: readonly string[]): Promise<Record<string, string>> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run(`create table line (claim_id varchar, encounter_id varchar, line_no varchar, item_code varchar, quantity decimal(16, 4),
      charged_at timestamp, reversed_line_no varchar)`);
    for (const text of lines) {
      const [no, item, quantity, hour = "8", named = "-", claim = "c"] = text.split(" ");
      const at = `2021-03-01 ${hour!.padStart(2, "0")}:00:00`;
      await execute(
        connection,
        sql`insert into line values (${claim!}, 'e', ${no!}, ${item!}, cast(${quantity!} as decimal(16, 4)), cast(${at} as timestamp), nullif(${named!}, '-'))`,
      );
    }
    const rows = await new Reader(connection).rows<{ line_no: string; quantity: string }>(
      sql`select line_no, cast(quantity as varchar) as quantity from (${returnedLine.register()}) order by line_no`,
    );
    return Object.fromEntries(rows.map(({ line_no, quantity }) => [line_no, quantity]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test.each<[string, string[], Record<string, string>]>([
  ["a line that is named", ["1 A 2", "2 A 2", "3 A -2 9 1"], { 1: "2.0000" }],
  [
    "the latest where none is named, and what is left of an earlier one",
    ["1 A 2 8", "2 A 2 10", "3 A -3 12"],
    { 1: "1.0000", 2: "2.0000" },
  ],
  [
    "what a named line does not hold goes on to the others",
    ["1 A 1 8", "2 A 2 10", "3 A -2 12 1"],
    { 1: "1.0000", 2: "1.0000" },
  ],
  [
    "named first, then the rest from the latest on",
    ["1 A 1 8", "2 A 1 9", "3 A 1 10", "4 A -1 12 1", "5 A -1 12"],
    { 1: "1.0000", 3: "1.0000" },
  ],
  ["no more than was charged", ["1 A 1", "2 A -5"], { 1: "1.0000" }],
  ["nothing of another item or claim", ["1 A 1", "2 B -1", "3 A -1 9 - d"], {}],
  ["nothing where nothing came back", ["1 A 1", "2 A 3"], {}],
])("%s", async (_, lines, expected) => {
  expect(await takenBack(lines)).toEqual(expected);
});
