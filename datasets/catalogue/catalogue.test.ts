import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { regionSeed } from "../../server/facts/regions.ts";
import { inForce, itemAt, loadCatalogue, parseRows } from "./catalogue.ts";
import { type CatalogueDifference, itemColumns } from "./columns.ts";
import { deriveDifferences } from "./derive.ts";

const catalogue = loadCatalogue();
const { items, differences } = catalogue;

/** Pairs of rows of one key whose periods share a day. */
function overlapping<Row extends { valid_from: string; valid_to: string }>(
  rows: readonly Row[],
  key: (row: Row) => string,
) {
  return [...Map.groupBy(rows, key).values()].flatMap((same) =>
    same.filter((row, i) =>
      same.some((other, j) => j < i && (inForce(other, row.valid_from) || inForce(row, other.valid_from))),
    ),
  );
}

describe("the national list", () => {
  it("holds every kind of item", () => {
    const kinds = Map.groupBy(items, ({ list_type }) => list_type);
    expect([...kinds.keys()].sort()).toEqual(["101", "102", "201", "301"]);
    expect(new Set(items.map(({ item_code }) => item_code)).size).toBeGreaterThan(300);
    expect(items.filter(({ special_drug }) => special_drug === "1").length).toBeGreaterThan(15);
    expect(new Set(items.map(({ item_class }) => item_class))).toEqual(new Set(["01", "02", "03"]));
  });

  it("has one row for an item and a day", () => {
    expect(overlapping(items, ({ item_code }) => item_code)).toEqual([]);
  });

  it("takes first-pay from class B only, all of class C", () => {
    const wrong = items.filter(({ item_class, first_pay_ratio }) => {
      const ratio = Number(first_pay_ratio);
      return item_class === "01" ? ratio !== 0 : item_class === "03" ? ratio !== 1 : ratio <= 0 || ratio > 0.4;
    });
    expect(wrong).toEqual([]);
  });

  it("names prices in order, and days of supply of what is taken home", () => {
    expect(items.filter(({ price_low, price_high }) => Number(price_low) >= Number(price_high))).toEqual([]);
    const sold = items.filter(({ care }) => care.includes("pharmacy"));
    expect(sold.filter(({ days_supply }) => days_supply === "0").map(({ item_name }) => item_name)).toEqual([
      "胸腺法新注射剂",
    ]);
  });

  it("tells generic drugs apart by the first nine characters", () => {
    const western = items.filter(({ item_code }) => item_code.startsWith("X"));
    const names = Map.groupBy(western, ({ item_code }) => item_code.slice(0, 9));
    expect([...names.values()].filter((rows) => new Set(rows.map(({ item_name }) => item_name)).size > 1)).toEqual([]);
    expect([...names.values()].some((rows) => new Set(rows.map(({ item_code }) => item_code)).size > 1)).toBe(true);
  });
});

describe("the provinces' differences", () => {
  it("exist for every province, and are those derived from the national list", () => {
    const provinces = regionSeed().filter((row) => row.country === "CN" && row.level === "province" && row.in_scheme);
    expect([...new Set(differences.map(({ area }) => area))]).toEqual(provinces.map(({ code }) => code).sort());
    for (const [name, text] of deriveDifferences(items)) {
      expect(readFileSync(new URL(`provinces/${name}`, import.meta.url), "utf8"), name).toBe(text);
    }
  });

  it("concern items listed over all their days, and change something", () => {
    const listed = Map.groupBy(items, ({ item_code }) => item_code);
    const wrong = differences.filter((row) => {
      const covered = listed
        .get(row.item_code)
        ?.some((item) => item.valid_from <= row.valid_from && item.valid_to === "");
      return !covered || `${row.item_class}${row.first_pay_ratio}${row.price_limit}` === "";
    });
    expect(wrong).toEqual([]);
  });

  it("never contradict each other on a day", () => {
    expect(
      overlapping(differences, ({ area, item_code, scheme, tier, price_limit }) =>
        [area, item_code, scheme, tier, price_limit === ""].join(),
      ),
    ).toEqual([]);
    const ranked = Map.groupBy(differences, ({ area, item_code }) => `${area} ${item_code}`);
    const tied = [...ranked.values()].filter(
      (rows) => rows.some(({ scheme }) => scheme !== "") && rows.some(({ tier }) => tier !== ""),
    );
    expect(tied).toEqual([]);
  });
});

describe("an item for one charge", () => {
  const charge = { province: "410000", scheme: "390", tier: "3", day: "2024-05-01" } as const;
  const find = (test: (row: CatalogueDifference) => boolean) => differences.find(test)!;

  it("takes the province's price and keeps the rest", () => {
    const row = find(({ price_limit, valid_to }) => price_limit !== "" && valid_to === "");
    const national = items.find(({ item_code }) => item_code === row.item_code)!;
    const resolved = itemAt(catalogue, row.item_code, { ...charge, province: row.area });
    expect(resolved).toMatchObject({ price_limit: row.price_limit, first_pay_ratio: national.first_pay_ratio });
  });

  it("takes a scheme's ratio for that scheme only", () => {
    const row = find(({ scheme, first_pay_ratio }) => scheme === "390" && first_pay_ratio !== "");
    const ratio = (scheme: "310" | "390") =>
      itemAt(catalogue, row.item_code, { ...charge, province: row.area, scheme })!.first_pay_ratio;
    expect(ratio("390")).toBe(row.first_pay_ratio);
    expect(ratio("310")).not.toBe(row.first_pay_ratio);
  });

  it("follows the day, and knows nothing before an item is listed", () => {
    const [drug] = items.filter(({ item_name }) => item_name === "奥拉帕利片");
    expect(itemAt(catalogue, drug!.item_code, { ...charge, day: "2021-12-31" })).toBeNull();
    expect(itemAt(catalogue, drug!.item_code, { ...charge, day: "2022-01-01" })).not.toBeNull();
    const [stent] = items.filter(({ item_name }) => item_name === "药物洗脱冠状动脉支架");
    const limits = ["2020-12-31", "2021-01-01"].map(
      (day) => itemAt(catalogue, stent!.item_code, { ...charge, day })!.price_limit,
    );
    expect(limits).toEqual(["9300", "850"]);
  });
});

describe("a wrong file", () => {
  const text = readFileSync(new URL("items.csv", import.meta.url), "utf8")
    .split("\n")
    .slice(0, 3);

  it("is named with line, column, expected and got", () => {
    const broken = [text[0], text[1], text[2]!.replace(",101,", ",999,")].join("\n");
    expect(() => parseRows(broken, "items.csv", itemColumns)).toThrow(
      /^items\.csv line 3, list_type: expected one of 101, .*301, got 999; mend the file$/,
    );
    expect(() => parseRows(`${text[0]}\n${text[1]},x`, "items.csv", itemColumns)).toThrow(
      /line 2, row: expected 24 plain cells/,
    );
    expect(() => parseRows("area\n000000", "items.csv", itemColumns)).toThrow(/line 1, header/);
  });
});
