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

/** Where, for whom and when an item is charged. */
export interface Charge {
  province: string;
  scheme: "310" | "390";
  tier: "3" | "2" | "1" | "0";
  /** YYYY-MM-DD, the day the fee arose. */
  day: string;
}

const home = new URL("./", import.meta.url);

/** Reads items.csv and provinces/*.csv. Throws `catalogue.invalid` naming file, line and column. */
export function loadCatalogue(folder: URL = home): Catalogue {
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
  const provinces = readdirSync(new URL("provinces/", folder)).filter((name) => name.endsWith(".csv"));
  return {
    items: parseRows(read("items.csv"), "items.csv", itemColumns),
    differences: provinces.sort().flatMap((name) => {
      const rows = parseRows(read(`provinces/${name}`), `provinces/${name}`, differenceColumns);
      const stranger = rows.findIndex(({ area }) => `${area}.csv` !== name);
      if (stranger >= 0)
        throw invalid(`provinces/${name}`, stranger + 2, "area", `the file's name ${name}`, rows[stranger]!.area);
      return rows;
    }),
  };
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
