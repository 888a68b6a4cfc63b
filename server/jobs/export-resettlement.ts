import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fail } from "../errors.ts";
import { watermark } from "../indicators/watermark.ts";
import type { ListQuery } from "../settle/pages/difference-list.ts";
import { aboutExport } from "../settle/pages/export/about.ts";
import { exportedClaims } from "../settle/pages/export/claims.ts";
import { exportAs, formatNames } from "../settle/pages/export/formats.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import type { StoreContext } from "./command.ts";

export interface ExportedResettlement {
  what: "resettlement";
  rows: number;
  out: string;
}

/**
 * Writes re-settled claims as the ending of `out` asks for, the same bytes as the pages give. Only a whole file takes its name.
 * @throws request.invalid for another ending, export.too_many_rows
 */
export async function exportResettlement(
  { house, principal }: StoreContext,
  query: ListQuery,
  out: string,
): Promise<ExportedResettlement> {
  const format = formatNames.find((name) => path.extname(out).toLowerCase() === `.${name}`);
  if (!format) {
    const expected = formatNames.map((name) => `.${name}`).join(", ");
    throw fail("request.invalid", { where: "--out", expected: `a file that ends in ${expected}`, got: out });
  }
  const { rows, content } = await house.database.read(principal, async (limited) => {
    const reader = new Reader(limited.connection, UNLIMITED);
    const about = aboutExport(await watermark(reader, principal));
    return exportAs(format, reader, exportedClaims(principal, query, about), house.folder.stage);
  });
  const { filter, kind, order } = query;
  await house.journal.append(principal.id, "resettlement.exported", { ...filter, kind, order, format, rows });
  const part = `${out}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(part, { mode: 0o600 }));
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    throw cause;
  }
  return { what: "resettlement", rows, out };
}
