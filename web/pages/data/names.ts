import { textIn } from "../../lib/regions.ts";
import type { Batch, Layout } from "../../lib/types.ts";
import type { Locale } from "../../paraglide/runtime.js";

/** Titles of the tables that the layouts know. */
export function tableTitles(layouts: readonly Layout[], locale: Locale): Map<string, string> {
  return new Map(layouts.flatMap(({ tables }) => tables).map(({ table, title }) => [table, textIn(title, locale)]));
}

/** Labels of a batch's columns by their name in the source, in lower case: layouts match them so. */
export function columnLabels(
  layouts: readonly Layout[],
  batch: Pick<Batch, "layout" | "table"> | undefined,
  locale: Locale,
): Map<string, string> {
  const tables = layouts.find(({ name }) => name === batch?.layout)?.tables ?? [];
  const mapped = tables.filter(({ table }) => table === batch?.table).flatMap((table) => table.mapped);
  return new Map(
    mapped.flatMap(({ from, label }) => from.map((name) => [name.toLowerCase(), textIn(label, locale)] as const)),
  );
}
