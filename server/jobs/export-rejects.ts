import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expectationText } from "../intake/expectation.ts";
import type { Reject } from "../intake/prepared.ts";
import { sql } from "../store/sql.ts";
import type { StoreContext } from "./command.ts";

export interface ExportedRejects {
  what: "rejects";
  batch: number;
  records: number;
  out: string;
  /** The first of them with what is wrong. */
  wrong: Reject[];
}

const SHOWN = 20;

/** Writes the refused records of a batch as they came, with the header: mended, they can be loaded again. */
export async function exportRejects(
  { house, principal }: StoreContext,
  number: number,
  out: string,
): Promise<ExportedRejects> {
  const record = house.batches.get(number);
  const rows = await house.database.read(principal, (reader) =>
    reader.rows<Reject>(
      sql`select record, line, column_name as "column", code, value, expected from reject
          where batch = ${record.batch} order by record, column_name`,
    ),
  );
  const lines = new Set(rows.map(({ line }) => line));
  const { batch } = record;
  await house.journal.append(principal.id, "rejects.exported", { batch });
  const pieces = house.intake.rejectedText(record, lines);
  await pipeline(Readable.from(pieces), createWriteStream(out, { mode: 0o600 }));
  return { what: "rejects", batch, records: lines.size, out, wrong: rows.slice(0, SHOWN) };
}

export function rejectsText({ records, batch, out, wrong }: ExportedRejects): string {
  const reasons = wrong.map(
    ({ line, column, code, value, expected }) =>
      `line ${line}${column === null ? "" : `, ${column}`}: ${code}${value === null ? "" : `, got ${value}`}, expected ${expectationText(expected)}`,
  );
  return `${[`${out}: ${records} rejected records of batch ${batch}`, ...reasons].join("\n")}\n`;
}
