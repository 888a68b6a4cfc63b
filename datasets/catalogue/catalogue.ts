import { readdirSync, readFileSync } from "node:fs";
import { fail } from "../../server/errors.ts";
import {
  type CatalogueDifference,
  type CatalogueItem,
  type Columns,
  differenceColumns,
  itemColumns,
} from "./columns.ts";

export interface Catalogue {
  /** The national list, in the order of its file. */
  items: CatalogueItem[];
  /** What provinces do otherwise, file by file. */
  differences: CatalogueDifference[];
}

/** The file (`provinces/410000.csv`) and the line, from 1, a row was read from. */
export interface Origin {
  file: string;
  line: number;
}

/** Where, for whom and when an item is charged. */
export interface Charge {
  province: string;
  scheme: "310" | "390";
  tier: "3" | "2" | "1" | "0";
  /** YYYY-MM-DD, the day the fee arose. */
  day: string;
}

const home = new URL("./", import.meta.url);
const origins = new WeakMap<object, Origin>();

/** Where a row was read from; null for one that was not. */
export function originOf(row: CatalogueItem | CatalogueDifference): Origin | null {
  return origins.get(row) ?? null;
}

/** Reads items.csv and provinces/*.csv. Throws `catalogue.invalid` naming file, line and column. */
export function loadCatalogue(folder: URL = home): Catalogue {
  const provinces = readdirSync(new URL("provinces/", folder)).filter((name) => name.endsWith(".csv"));
  const names = ["items.csv", ...provinces.sort().map((name) => `provinces/${name}`)];
  return readCatalogue(new Map(names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")])));
}

/**
 * Parses a catalogue's files: `items.csv`, the national list, and those of provinces, `…/<code>.csv`.
 * @throws catalogue.invalid
 */
export function readCatalogue(files: ReadonlyMap<string, string>): Catalogue {
  const read = <C extends Columns>(file: string, text: string, columns: C) => {
    const rows = parseRows(text, file, columns);
    for (const [at, row] of rows.entries()) origins.set(row, { file, line: at + 2 });
    return rows;
  };
  const items: CatalogueItem[] = [];
  const differences: CatalogueDifference[] = [];
  for (const [file, text] of files) {
    const name = file.slice(file.lastIndexOf("/") + 1);
    if (name === "items.csv") {
      items.push(...read(file, text, itemColumns));
      continue;
    }
    const rows = read(file, text, differenceColumns);
    const stranger = rows.findIndex(({ area }) => `${area}.csv` !== name);
    if (stranger >= 0) throw invalid(file, stranger + 2, "area", `the file's name ${name}`, rows[stranger]!.area);
    differences.push(...rows);
  }
  return { items, differences };
}

/**
 * Parses one file: exactly the columns given, in their order, plain cells without quotes (Chinese text needs no comma).
 * @throws catalogue.invalid
 */
export function parseRows<C extends Columns>(text: string, file: string, columns: C): Record<keyof C, string>[] {
  const names = Object.keys(columns);
  const [header = "", ...lines] = text.trimEnd().split("\n");
  if (header !== names.join(",")) throw invalid(file, 1, "header", names.join(","), header);
  return lines.map((line, at) => {
    const cells = line.split(",");
    if (cells.length !== names.length || line.includes('"')) {
      throw invalid(file, at + 2, "row", `${names.length} plain cells`, line);
    }
    for (const [i, name] of names.entries()) {
      const { fits, expected } = columns[name]!;
      if (!fits.test(cells[i]!)) throw invalid(file, at + 2, name, expected, cells[i] || "nothing");
    }
    return Object.fromEntries(names.map((name, i) => [name, cells[i]!])) as Record<keyof C, string>;
  });
}

/**
 * An item as it counts for one charge: the national row of the day with the province's differences laid over it, those for any scheme and
 * tier first, the most specific last. Null where the item is not listed on that day.
 */
export function itemAt(catalogue: Catalogue, code: string, charge: Charge): CatalogueItem | null {
  const item = catalogue.items.find((row) => row.item_code === code && inForce(row, charge.day));
  if (!item) return null;
  const differences = catalogue.differences.filter(
    (row) =>
      row.area === charge.province &&
      row.item_code === code &&
      inForce(row, charge.day) &&
      (row.scheme === "" || row.scheme === charge.scheme) &&
      (row.tier === "" || row.tier === charge.tier),
  );
  const specific = ({ scheme, tier }: CatalogueDifference) => Number(scheme !== "") + Number(tier !== "");
  const stated = ({ item_class, first_pay_ratio, price_limit }: CatalogueDifference) =>
    Object.fromEntries(
      Object.entries({ item_class, first_pay_ratio, price_limit }).filter(([, value]) => value !== ""),
    );
  return Object.assign({ ...item }, ...differences.sort((a, b) => specific(a) - specific(b)).map(stated));
}

/** Both ends belong to the period; an empty end is open. */
export function inForce(row: { valid_from: string; valid_to: string }, day: string): boolean {
  return row.valid_from <= day && (row.valid_to === "" || day <= row.valid_to);
}

function invalid(file: string, line: number, column: string, expected: string, got: string) {
  return fail("catalogue.invalid", { file, line, column, expected, got });
}
