import { readdirSync, readFileSync } from "node:fs";
import { fail } from "../errors.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";

export type RegionLevel = "country" | "province" | "area" | "county";

/** A row of `datasets/regions/*.csv` and of the table `region`; the key is (country, code). See datasets/regions/README.md. */
export interface RegionRow {
  country: string;
  code: string;
  name_zh: string | null;
  name_en: string | null;
  official_zh: string | null;
  short_zh: string | null;
  level: RegionLevel;
  parent: string | null;
  province: string | null;
  prefix_digits: number | null;
  pooling: boolean | null;
  tile_column: number | null;
  tile_row: number | null;
  latitude: number | null;
  longitude: number | null;
  in_scheme: boolean | null;
  confidence: string | null;
}

type Kind = "text" | "number" | "boolean";

const columns: Record<keyof RegionRow, Kind> = {
  country: "text",
  code: "text",
  name_zh: "text",
  name_en: "text",
  official_zh: "text",
  short_zh: "text",
  level: "text",
  parent: "text",
  province: "text",
  prefix_digits: "number",
  pooling: "boolean",
  tile_column: "number",
  tile_row: "number",
  latitude: "number",
  longitude: "number",
  in_scheme: "boolean",
  confidence: "text",
};

const folder = new URL("../../datasets/regions/", import.meta.url);

/** The rows that fill the table `region` at creation, from every CSV of datasets/regions. */
export function regionSeed(from: URL = folder): RegionRow[] {
  const files = readdirSync(from).filter((name) => name.endsWith(".csv"));
  return files.sort().flatMap((name) => parseRegions(readFileSync(new URL(name, from), "utf8"), name));
}

/**
 * The statements that fill the table `region`, one per country. Values stand in the text, so that a fingerprint of the schema's
 * statements changes with the seed.
 */
export function* regionInserts(seed: readonly RegionRow[] = regionSeed()): Generator<Sql> {
  const names = Object.keys(columns) as (keyof RegionRow)[];
  for (const rows of Map.groupBy(seed, (row) => row.country).values()) {
    const tuples = rows.map((row) => sql`(${join(names.map((name) => cellText(row[name])))})`);
    yield sql`insert into region (${join(names.map(ident))}) values ${join(tuples, ",\n")}`;
  }
}

function cellText(value: RegionRow[keyof RegionRow]): Sql {
  if (value === null) return raw("null");
  return typeof value === "string" ? literal(value) : raw(String(value));
}

/**
 * Parses a seed file: the columns of `RegionRow` in any order, no quotes (no name of a division holds a comma).
 * @throws regions.invalid with the line where header or row do not fit.
 */
export function parseRegions(text: string, file: string): RegionRow[] {
  const [header = "", ...lines] = text.trimEnd().split("\n");
  const names = header.split(",");
  const unknown = names.find((name) => !Object.hasOwn(columns, name));
  const missing = Object.keys(columns).find((name) => !names.includes(name));
  if (unknown !== undefined || missing !== undefined) {
    throw fail("regions.invalid", {
      file,
      line: 1,
      expected: `the columns ${Object.keys(columns).join(",")}`,
      got: header,
    });
  }
  return lines.map((line, i) => {
    const cells = line.split(",");
    if (cells.length !== names.length || line.includes('"')) {
      throw fail("regions.invalid", { file, line: i + 2, expected: `${names.length} plain cells`, got: line });
    }
    return Object.fromEntries(names.map((name, at) => [name, cellOf(cells[at]!, columns[name as keyof RegionRow])]));
  }) as unknown as RegionRow[];
}

function cellOf(cell: string, kind: Kind): string | number | boolean | null {
  if (cell === "") return null;
  if (kind === "text") return cell;
  return kind === "number" ? Number(cell) : cell === "true";
}
