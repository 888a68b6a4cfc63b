import { type GatheredRow, Gathering } from "./gather.ts";
import type { Field } from "./knowledge-layout.ts";
import type { Recognised } from "./recognise.ts";
import type { Sheet, SheetRow } from "./sheet.ts";
import { type Columns, dataRows, isProblem, readRow, type Values } from "./sheet-reading.ts";

/** A sheet that was read: by which layout, and its rows. `dropped`: totals and notes. */
export interface ReadSheet {
  file: string;
  sheet: string;
  layout: string;
  knowledge: string;
  rows: GatheredRow[];
  dropped: number;
}

/** Reads recognised sheets into points. Every row below a head is counted once: point, duplicate or rejected. */
export function readPoints(recognised: readonly Recognised[]): { gathering: Gathering; sheets: ReadSheet[] } {
  const gathering = new Gathering();
  const sheets = recognised.flatMap((each) =>
    each.codes ? joined(each, each.codes, gathering) : [alone(each, gathering)],
  );
  gathering.close();
  const stands = new Set(gathering.standing().map(({ at }) => at));
  for (const row of sheets.flatMap(({ rows }) => rows))
    if (row.fate === "point" && !row.points.some((at) => stands.has(at)))
      gathering.reject(row, {
        column: "row",
        expected: "a point that stands",
        got: "only such as other rows contradict",
      });
  return { gathering, sheets };
}

function alone({ layout, sheet, columns }: Recognised, gathering: Gathering): ReadSheet {
  return readSheet({ layout, sheet, columns }, layout.fields, (row, values) => {
    if (isProblem(values)) gathering.reject(row, values);
    else gathering.add(layout.of, values, row);
  });
}

/** Limits in one sheet, the codes they hold for in another, joined by a column of both, mostly the name. */
function joined(
  { layout, sheet, columns }: Recognised,
  codes: { sheet: Sheet; columns: Columns },
  gathering: Gathering,
): ReadSheet[] {
  const { by, fields } = layout.codes!;
  const limits = new Map<string, { row: GatheredRow; values: Values; twice: boolean }>();
  const said = ({ [by]: _, basis: __, ...values }: Values) => JSON.stringify(values);
  const main = readSheet({ layout, sheet, columns }, layout.fields, (row, values) => {
    if (isProblem(values)) return gathering.reject(row, values);
    const name = String(values[by]);
    const before = limits.get(name);
    if (!before) limits.set(name, { row, values, twice: false });
    else if (said(before.values) === said(values)) row.fate = "duplicate";
    else {
      before.twice = true;
      gathering.reject(row, {
        column: name,
        expected: "one limit",
        got: `another one than in line ${before.row.line}`,
      });
    }
  });
  for (const [name, { row, twice }] of limits)
    if (twice) gathering.reject(row, { column: name, expected: "one limit", got: "another one further down" });
  const coded = readSheet({ layout, sheet: codes.sheet, columns: codes.columns }, fields, (row, values) => {
    if (isProblem(values)) return gathering.reject(row, values);
    const limit = limits.get(String(values[by]));
    if (!limit || limit.twice)
      return gathering.reject(row, {
        column: by,
        expected: `a name with one limit in ${sheet.sheet || sheet.file}`,
        got: String(values[by]),
      });
    gathering.add(layout.of, { ...limit.values, ...values }, row, limit.row);
  });
  for (const [name, { row, twice }] of limits)
    if (!twice && row.points.length === 0 && !coded.rows.some(({ fate }) => fate === "duplicate"))
      gathering.reject(row, {
        column: name,
        expected: `codes in ${codes.sheet.sheet || codes.sheet.file}`,
        got: "none",
      });
  return [main, coded];
}

function readSheet(
  { layout, sheet, columns }: Pick<Recognised, "layout" | "sheet" | "columns">,
  fields: readonly Field[],
  take: (row: GatheredRow, values: ReturnType<typeof readRow>) => void,
): ReadSheet {
  const { rows, dropped } = dataRows(sheet, columns);
  const gathered = rows.map((row: SheetRow) => {
    const entry: GatheredRow = { file: sheet.file, sheet: sheet.sheet, line: row.line, points: [], fate: "point" };
    take(entry, readRow(layout.of, fields, columns, row));
    return entry;
  });
  return {
    file: sheet.file,
    sheet: sheet.sheet,
    layout: layout.name,
    knowledge: layout.of.name,
    rows: gathered,
    dropped,
  };
}
