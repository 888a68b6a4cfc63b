import { type Catalogue, originOf } from "../../../datasets/catalogue/catalogue.ts";
import { type RegionRow, regionSeed } from "../../facts/regions.ts";
import { OPEN } from "./charge-rows.ts";
import { type Problem, problemOf } from "./problem.ts";
import { catalogueOf, type SourceFile } from "./sources.ts";

export interface CatalogueCheck {
  files: number;
  items: number;
  differences: number;
  problems: Problem[];
}

type Row = Catalogue["items"][number] | Catalogue["differences"][number];

/**
 * Looks at a whole catalogue: form, an item's periods without overlap, differences of known provinces about listed items that do not contradict each
 * other. A wrong form gives its first problem only.
 */
export function checkCatalogue(
  files: readonly SourceFile[],
  regions: readonly RegionRow[] = regionSeed(),
): CatalogueCheck {
  let catalogue: Catalogue;
  try {
    catalogue = catalogueOf(files);
  } catch (cause) {
    const { file = "?" } = (cause as { details?: { file?: string } }).details ?? {};
    return { files: files.length, items: 0, differences: 0, problems: [problemOf(cause, file)] };
  }
  const { items, differences } = catalogue;
  const provinces = new Set(
    regions.filter(({ level, country }) => level === "province" && country === "CN").map(({ code }) => code),
  );
  const listed = new Set(items.map(({ item_code }) => item_code));
  const problems = [
    ...overlaps(items, ({ item_code }) => item_code, "one row of an item and a day"),
    ...overlaps(
      differences,
      ({ area, item_code, scheme, tier, price_limit }) => [area, item_code, scheme, tier, price_limit === ""].join(),
      "one difference of an item, scheme, tier and day",
    ),
    ...differences
      .filter(({ area }) => !provinces.has(area))
      .map((row) => told(row, "reference", "area", "a province of datasets/regions", row.area)),
    ...differences
      .filter(({ item_code }) => !listed.has(item_code))
      .map((row) => told(row, "reference", "item_code", "an item of items.csv", row.item_code)),
    ...ties(differences),
  ];
  return { files: files.length, items: items.length, differences: differences.length, problems };
}

function overlaps<R extends Row>(rows: readonly R[], keyOf: (row: R) => string, expected: string): Problem[] {
  return [...Map.groupBy(rows, keyOf).values()].flatMap((same) => {
    const sorted = same.toSorted((a, b) => (a.valid_from < b.valid_from ? -1 : 1));
    return sorted.flatMap((row, i) => {
      const before = sorted[i - 1];
      if (!before || (before.valid_to || OPEN) < row.valid_from) return [];
      return [told(row, "period", "valid_from", expected, `line ${originOf(before)?.line} reaches into it`)];
    });
  });
}

/** A row for a scheme and one for a tier would tie for a charge of both. */
function ties(differences: Catalogue["differences"]): Problem[] {
  return [...Map.groupBy(differences, ({ area, item_code }) => `${area} ${item_code}`).values()].flatMap((rows) => {
    const forTier = rows.find(({ scheme, tier }) => scheme === "" && tier !== "");
    const forScheme = rows.find(({ scheme, tier }) => scheme !== "" && tier === "");
    return forTier && forScheme
      ? [told(forTier, "period", "tier", "rows for a scheme or for a tier", "both for one item")]
      : [];
  });
}

function told(row: Row, kind: Problem["kind"], key: string, expected: string, got: string): Problem {
  const { file, line } = originOf(row) ?? { file: "?", line: 0 };
  return { file, line, kind, key, expected, got };
}
