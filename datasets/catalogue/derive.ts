/**
 * Writes provinces/*.csv from items.csv: `node datasets/catalogue/derive.ts` after a change of the national list. Illustrative, different in
 * every province, and always the same: what a province changes follows from a hash of its code and the item's.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { regionSeed } from "../../server/facts/regions.ts";
import { parseRows } from "./catalogue.ts";
import { type CatalogueDifference, type CatalogueItem, differenceColumns, itemColumns } from "./columns.ts";
import { fraction } from "./fraction.ts";

const columns = Object.keys(differenceColumns) as (keyof CatalogueDifference)[];
/** The day price lists and first-pay ratios change in provinces that revise them. */
const revision = { ends: "2022-12-31", begins: "2023-01-01" };

/** File name → text of every province's differences. */
export function deriveDifferences(items: readonly CatalogueItem[]): Map<string, string> {
  const provinces = regionSeed().filter((row) => row.country === "CN" && row.level === "province" && row.in_scheme);
  const listedOnce = items.filter((item) => items.filter(({ item_code }) => item_code === item.item_code).length === 1);
  return new Map(
    provinces.map(({ code, name_zh }) => {
      const rows = listedOnce.flatMap((item) =>
        differencesOf(code, item).map((row) => ({ ...row, source: `${name_zh}医保目录（示例参数）` })),
      );
      return [
        `${code}.csv`,
        [columns, ...rows.map((row) => columns.map((name) => row[name]))].map((line) => `${line.join(",")}\n`).join(""),
      ];
    }),
  );
}

function differencesOf(province: string, item: CatalogueItem): CatalogueDifference[] {
  const draw = (salt: string) => fraction(`${province} ${item.item_code} ${salt}`);
  const own = (salt: string) => fraction(`${province} ${salt}`);
  const plain: CatalogueDifference = {
    area: province,
    item_code: item.item_code,
    scheme: "",
    tier: "",
    item_class: "",
    first_pay_ratio: "",
    price_limit: "",
    valid_from: item.valid_from,
    valid_to: "",
    source: "",
    confidence: "illustrative",
  };
  const rows: CatalogueDifference[] = [];
  if (item.price_limit !== "" && draw("price") < 0.25) {
    const limit = Number(item.price_limit) * (0.75 + 0.35 * own("price level")) * (0.92 + 0.16 * draw("price at"));
    rows.push(...revised({ ...plain, price_limit: rounded(limit) }, draw("revised") < 0.2, rounded(limit * 0.94)));
  }
  if (item.item_class === "02" && draw("first pay") < 0.14) {
    const steps =
      Math.round(100 * Number(item.first_pay_ratio)) +
      (draw("first pay at") < 0.35 ? -5 : 5 + 5 * Math.floor(1.6 * own("first pay")));
    rows.push({ ...plain, first_pay_ratio: percent(Math.max(0, Math.min(40, steps))) });
  } else if (item.item_class === "02" && own("by scheme") < 0.4 && draw("scheme") < 0.08) {
    rows.push({
      ...plain,
      scheme: "390",
      first_pay_ratio: percent(Math.round(100 * Number(item.first_pay_ratio)) + 10),
    });
  } else if (item.charge_class === "03" && item.item_class === "02" && own("by tier") < 0.3) {
    rows.push({ ...plain, tier: "3", first_pay_ratio: percent(Math.round(100 * Number(item.first_pay_ratio)) + 5) });
  } else if (item.item_class === "03" && item.list_type !== "102" && draw("listed") < 0.06) {
    rows.push({ ...plain, item_class: "02", first_pay_ratio: "0.3", valid_from: "2022-01-01" });
  }
  return rows;
}

/** The row, or where the province revises it two: until the revision and from it on. */
function revised(row: CatalogueDifference, change: boolean, price: string): CatalogueDifference[] {
  if (!change || row.valid_from > revision.ends) return [row];
  return [
    { ...row, valid_to: revision.ends },
    { ...row, valid_from: revision.begins, price_limit: price },
  ];
}

const percent = (points: number) => String(points / 100);
const rounded = (yuan: number) => String(yuan < 20 ? Math.round(yuan * 10) / 10 : Math.round(yuan));

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const items = parseRows(readFileSync(new URL("items.csv", import.meta.url), "utf8"), "items.csv", itemColumns);
  mkdirSync(new URL("provinces/", import.meta.url), { recursive: true });
  for (const [name, text] of deriveDifferences(items))
    writeFileSync(new URL(`provinces/${name}`, import.meta.url), text);
}
