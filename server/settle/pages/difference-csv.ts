import { fieldsToCsv } from "../../intake/csv-write.ts";
import type { Principal } from "../../store/principal.ts";
import { type Reader, toCell } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { exportedDifferences, type ListQuery } from "./difference-list.ts";

/** What a spreadsheet would run as a formula, in half and full width; a negative number is none. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * A list of re-settled claims as CSV with a byte-order mark, without what tells who the person is. Whole before the first piece is sent:
 * a result that fails half-way would else end like a complete one.
 */
export async function differencesAsCsv(reader: Reader, principal: Principal, query: ListQuery): Promise<string[]> {
  const result = await reader.result(sql`select * exclude (person_id) from (${exportedDifferences(principal, query)})`);
  const pieces = [`\uFEFF${fieldsToCsv(result.columnNames())}\r\n`];
  for (const row of result.getRows()) pieces.push(`${fieldsToCsv(row.map((value) => field(toCell(value))))}\r\n`);
  return pieces;
}

function field(value: ReturnType<typeof toCell>): string | null {
  if (value === null) return null;
  const text = Array.isArray(value)
    ? value.join(" ")
    : typeof value === "object"
      ? JSON.stringify(value)
      : String(value);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
