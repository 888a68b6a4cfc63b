import { Compile } from "typebox/compile";
import { exportFindings as bytesOf, formatNames } from "../audit/pages/export-findings.ts";
import { type ListQuery, listQuery } from "../audit/pages/finding-list.ts";
import { fail } from "../errors.ts";
import { watermark } from "../indicators/watermark.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import type { StoreContext } from "./command.ts";
import { formatOfFile, writeWhole } from "./whole-file.ts";

export interface ExportedFindings {
  what: "findings";
  rows: number;
  out: string;
}

/** Each part of a list of findings with what it asks for. */
export const findingParts = Object.entries(listQuery.properties).map(([name, schema]) => {
  const { description, enum: choices } = schema as { description?: string; enum?: string[] };
  return { name, about: description ?? choices?.join(", ") ?? name, form: Compile(schema) };
});

/** A list of findings from texts by name, absent ones left out. @throws request.invalid naming the part that cannot be meant */
export function readFindingQuery(given: Record<string, string | undefined>): ListQuery {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of known) {
    const part = findingParts.find((each) => each.name === name);
    if (!part?.form.Check(value))
      throw fail("request.invalid", {
        where: `--${name}`,
        expected: part?.about ?? "nothing: findings are not asked for by it",
        got: String(value),
      });
  }
  return { state: "open", order: "day", ...Object.fromEntries(known) } as ListQuery;
}

/**
 * Writes findings with their sentences as the ending of `out` asks for, the same bytes as the pages give.
 * @throws request.invalid for another ending, export.too_many_rows
 */
export async function exportFindings(
  { house, principal }: StoreContext,
  query: ListQuery,
  out: string,
): Promise<ExportedFindings> {
  const format = formatOfFile(out, formatNames);
  const { rows, content } = await house.database.read(principal, async (limited) => {
    const reader = new Reader(limited.connection, UNLIMITED);
    return bytesOf(format, reader, principal, query, await watermark(reader, principal), house.folder.stage);
  });
  await house.journal.append(principal.id, "findings.exported", { ...query, format, rows });
  await writeWhole(out, content);
  return { what: "findings", rows, out };
}
