import { fail } from "../errors.ts";
import { headerOf, type KnowledgeLayout } from "./knowledge-layout.ts";
import type { Sheet } from "./sheet.ts";
import { type Columns, findColumns, readsAny } from "./sheet-reading.ts";

/** A sheet, and by which layout it is read; with the sheet of its codes where the layout has one. */
export interface Recognised {
  layout: KnowledgeLayout;
  sheet: Sheet;
  columns: Columns;
  codes: { sheet: Sheet; columns: Columns } | null;
}

const titleOf = ({ file, sheet }: Sheet) => (sheet === "" ? file : `${file}, sheet ${sheet}`);
const stemOf = (file: string) => file.replace(/^.*\//, "").replace(/\.[^.]*$/, "");

/**
 * Finds the layout of every sheet that belongs together: those of a workbook, or a CSV file and its `__codes`. Sheets whose heads are alike are told apart
 * by the cells that layouts ask for.
 * @param named the layout a person named
 * @throws knowledge.unknown_form, knowledge.ambiguous_form, knowledge.no_codes
 */
export function recognise(
  sheets: readonly Sheet[],
  layouts: readonly KnowledgeLayout[],
  named: string | null,
): Recognised[] {
  const usable = layouts.filter(({ name }) => named === null || name === named);
  if (usable.length === 0)
    throw fail("knowledge.unknown_layout", {
      got: named ?? "none",
      expected: layouts.map(({ name }) => name).join(", "),
    });
  const found: Recognised[] = [];
  const open: Sheet[] = [];
  for (const sheet of sheets) {
    const fits = layoutsOf(sheet, usable, named);
    if (fits.length > 1)
      throw fail("knowledge.ambiguous_form", {
        file: titleOf(sheet),
        layouts: fits.map(({ layout }) => layout.name).join(", "),
      });
    const [fit] = fits;
    if (fit) found.push({ ...fit, sheet, codes: null });
    else open.push(sheet);
  }
  for (const sheet of open) giveCodes(sheet, found, usable);
  const lacking = found.find(({ layout, codes }) => layout.codes && !codes);
  if (lacking) throw fail("knowledge.no_codes", { file: titleOf(lacking.sheet) });
  return found;
}

function layoutsOf(sheet: Sheet, layouts: readonly KnowledgeLayout[], named: string | null) {
  const own = stemOf(sheet.file);
  const fits = layouts.flatMap((layout) => {
    if (layout.own && named === null && layout.name !== own) return [];
    const { columns } = findColumns(sheet, layout.fields, layout.where);
    return columns ? [{ layout, columns }] : [];
  });
  const read = fits.filter(({ layout, columns }) => readsAny(layout, sheet, columns));
  return read.length > 0 || fits.length !== 1 ? read : fits;
}

/** A sheet of codes belongs to the last sheet before it that asks for codes and has none. @throws knowledge.unknown_form */
function giveCodes(sheet: Sheet, found: Recognised[], layouts: readonly KnowledgeLayout[]): void {
  for (const main of found.toReversed()) {
    if (!main.layout.codes || main.codes) continue;
    const { columns } = findColumns(sheet, main.layout.codes.fields);
    if (!columns) continue;
    main.codes = { sheet, columns };
    return;
  }
  if (sheet.rows.every(({ cells }) => cells.every(({ text }) => text === ""))) return;
  throw unknownForm(sheet, layouts);
}

/** Names the layout that comes nearest, and what it lacks. */
function unknownForm(sheet: Sheet, layouts: readonly KnowledgeLayout[]) {
  const nearest = layouts
    .map((layout) => ({ layout, missing: findColumns(sheet, layout.fields, layout.where).missing }))
    .sort((a, b) => a.missing.length - b.missing.length)[0]!;
  const said = nearest.missing.length > 0 ? `the columns ${nearest.missing.join(", ")}` : "rows that can be read";
  const got =
    sheet.rows[0]?.cells
      .map(({ text }) => text)
      .join(", ")
      .slice(0, 200) || "nothing";
  return fail("knowledge.unknown_form", { file: titleOf(sheet), layout: nearest.layout.name, expected: said, got });
}

/** Whether any header of a sheet is one that layouts read: if none is, the file is of something else. */
export function looksLikeKnowledge(sheet: Sheet, layouts: readonly KnowledgeLayout[]): boolean {
  const known = new Set(
    layouts.flatMap(({ fields, codes }) => [...fields, ...(codes?.fields ?? [])].flatMap(({ from }) => from)),
  );
  return sheet.rows.slice(0, 10).some(({ cells }) => cells.some(({ text }) => known.has(headerOf(text))));
}
