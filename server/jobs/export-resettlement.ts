import { watermark } from "../indicators/watermark.ts";
import type { ListQuery } from "../settle/pages/difference-list.ts";
import { aboutExport } from "../settle/pages/export/about.ts";
import { exportedClaims } from "../settle/pages/export/claims.ts";
import { exportAs, formatNames } from "../settle/pages/export/formats.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import type { StoreContext } from "./command.ts";
import { formatOfFile, writeWhole } from "./whole-file.ts";

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
  const format = formatOfFile(out, formatNames);
  const { rows, content } = await house.database.read(principal, async (limited) => {
    const reader = new Reader(limited.connection, UNLIMITED);
    const about = aboutExport(await watermark(reader, principal));
    return exportAs(format, reader, exportedClaims(principal, query, about), house.folder.stage);
  });
  const { filter, kind, order } = query;
  await house.journal.append(principal.id, "resettlement.exported", { ...filter, kind, order, format, rows });
  await writeWhole(out, content);
  return { what: "resettlement", rows, out };
}
