import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { type Catalogue, itemAt, loadCatalogue, readCatalogue } from "../../../datasets/catalogue/catalogue.ts";
import { differenceColumns, itemColumns } from "../../../datasets/catalogue/columns.ts";
import { Reader } from "../../store/reader.ts";
import { raw, sql } from "../../store/sql.ts";
import { loadCharges } from "./charges.ts";
import { rowsOf } from "./json-rows.ts";

const drug = (code: string, rest: Partial<Record<keyof typeof itemColumns, string>>) =>
  Object.keys(itemColumns)
    .map((name) => ({ ...defaults, item_code: code, ...rest })[name as keyof typeof defaults] ?? "")
    .join(",");
const defaults = {
  area: "000000",
  item_code: "",
  item_name: "药",
  list_type: "101",
  item_class: "02",
  charge_class: "09",
  unit: "盒",
  first_pay_ratio: "0.1",
  special_drug: "0",
  valid_from: "2020-01-01",
  source: "国家",
  confidence: "illustrative",
  price_low: "1",
  price_high: "2",
  days_supply: "1",
  care: "inpatient",
  share: "1",
} as Record<string, string>;
const PLAIN = "XA00000000000000000001A";
const VARIED = "XA00000000000000000002A";
const CHANGED = "XA00000000000000000003A";

const files = new Map([
  [
    "items.csv",
    [
      Object.keys(itemColumns).join(","),
      drug(PLAIN, { restriction: "限重症" }),
      drug(VARIED, { price_limit: "100" }),
      drug(CHANGED, { price_limit: "50", valid_to: "2022-06-30" }),
      drug(CHANGED, { price_limit: "40", valid_from: "2022-07-01" }),
      "",
    ].join("\n"),
  ],
  [
    "provinces/410000.csv",
    [
      Object.keys(differenceColumns).join(","),
      `410000,${VARIED},,,,,90,2020-01-01,2021-12-31,河南,illustrative`,
      `410000,${VARIED},390,,,0.2,,2021-01-01,,河南,illustrative`,
      `410000,${CHANGED},,,03,1,,2022-01-01,2022-12-31,河南,illustrative`,
      "",
    ].join("\n"),
  ],
]);

let reader: Reader;

beforeAll(async () => {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  reader = new Reader(connection);
});

interface Asked {
  code: string;
  province: string;
  scheme: "310" | "390";
  tier: "3" | "2" | "1" | "0";
  day: string;
}

/** The two joins of the doc comment of `loadCharges`. */
const resolve = (lines: Asked[]) =>
  reader.rows<{ item_class: string | null; ratio: string | null; price: string | null; line: number | null }>(sql`
    select coalesce(own.item_class, nation.item_class) as item_class, coalesce(own.first_pay_ratio, nation.first_pay_ratio) as ratio,
      coalesce(own.price_limit, nation.price_limit) as price, coalesce(own.line, nation.line) as line
    from ${rowsOf(
      { n: "INTEGER", code: "VARCHAR", province: "VARCHAR", scheme: "VARCHAR", tier: "VARCHAR", day: "DATE" },
      lines.map((line, n) => ({ ...line, n })),
    )} as line
    left join catalogue_charge as nation
      on nation.area = '000000' and nation.item_code = line.code and line.day between nation.valid_from and nation.valid_to
    left join catalogue_charge as own
      on own.charge = charge_key(nation.item, nation.grain, area_place(province), kind_place(province, line.scheme, line.tier)) and line.day between own.valid_from and own.valid_to
    order by n`);

const asked = (code: string, day: string, scheme: "310" | "390" = "310", province = "410000"): Asked => ({
  code,
  province,
  scheme,
  tier: "3",
  day,
});

describe("a small catalogue", () => {
  let catalogue: Catalogue;

  beforeAll(async () => {
    catalogue = readCatalogue(files);
    await loadCharges(reader.connection, catalogue);
  });

  it("follows province, scheme and day, and cuts periods where they overlap", async () => {
    const answers = await resolve([
      asked(VARIED, "2020-05-01"),
      asked(VARIED, "2021-05-01", "390"),
      asked(VARIED, "2021-05-01", "310"),
      asked(VARIED, "2022-05-01", "390"),
      asked(VARIED, "2022-05-01", "310"),
      asked(VARIED, "2021-05-01", "390", "110000"),
      asked(CHANGED, "2021-12-31"),
      asked(CHANGED, "2022-06-30"),
      asked(CHANGED, "2022-07-01"),
      asked(CHANGED, "2023-01-01"),
      asked(PLAIN, "2019-12-31"),
    ]);
    expect(
      answers.map(({ item_class, ratio, price, line }) => [item_class, Number(ratio), Number(price), line]),
    ).toEqual([
      ["02", 0.1, 90, 2],
      ["02", 0.2, 90, 3],
      ["02", 0.1, 90, 2],
      ["02", 0.2, 100, 3],
      ["02", 0.1, 100, 3],
      ["02", 0.1, 100, 3],
      ["02", 0.1, 50, 4],
      ["03", 1, 50, 4],
      ["03", 1, 40, 4],
      ["02", 0.1, 40, 5],
      [null, 0, 0, null],
    ]);
  });

  it("says which items carry a restriction, and how far provinces differ", async () => {
    expect(
      await reader.rows(raw("select distinct item_code, restricted, grain from catalogue_charge order by item_code")),
    ).toEqual([
      { item_code: PLAIN, restricted: true, grain: 0 },
      { item_code: VARIED, restricted: false, grain: 2 },
      { item_code: CHANGED, restricted: false, grain: 1 },
    ]);
  });
});

describe("the shipped catalogue", () => {
  it("resolves to what itemAt says, for items, places and days drawn over all of it", async () => {
    const catalogue = loadCatalogue();
    await loadCharges(reader.connection, catalogue);
    const provinces = [...new Set(catalogue.differences.map(({ area }) => area))];
    const days = ["2019-12-31", "2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01", "2025-06-30"];
    const lines = Array.from(
      { length: 900 },
      (_, i): Asked => ({
        code: catalogue.items[(i * 7) % catalogue.items.length]!.item_code,
        province: provinces[(i * 5) % provinces.length]!,
        scheme: i % 2 === 0 ? "310" : "390",
        tier: (["3", "2", "1", "0"] as const)[(i >> 1) % 4]!,
        day: days[(i * 11) % days.length]!,
      }),
    );
    const expected = lines.map((line) => {
      const item = itemAt(catalogue, line.code, line);
      return (
        item && [
          item.item_class,
          Number(item.first_pay_ratio),
          item.price_limit === "" ? null : Number(item.price_limit),
        ]
      );
    });
    const answers = await resolve(lines);
    expect(
      answers.map(({ item_class, ratio, price }) => item_class && [item_class, Number(ratio), price && Number(price)]),
    ).toEqual(expected);
    expect(expected.filter((row) => row === null).length).toBeGreaterThan(30);
    // No line may find two rows: nothing of a place overlaps.
    const { twice } = await reader.one<{ twice: number }>(
      raw(
        "select count(*) as twice from catalogue_charge as a join catalogue_charge as b on a.charge = b.charge and a.valid_from < b.valid_from and b.valid_from <= a.valid_to",
      ),
    );
    expect(twice).toBe(0);
  });
});
