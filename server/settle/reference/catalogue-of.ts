import { type Catalogue, inForce } from "../../../datasets/catalogue/catalogue.ts";
import type { CatalogueOf } from "./records.ts";

/**
 * The catalogue as the oracle asks it: the national row of the day, over it what the province does otherwise, the more specific after the general
 * (datasets/catalogue/README.md).
 */
export function catalogueOf({ items, differences }: Catalogue): CatalogueOf {
  const rows = Map.groupBy(items, ({ item_code }) => item_code);
  const changes = Map.groupBy(differences, ({ item_code }) => item_code);
  return (item_code, { province, scheme, tier, day }) => {
    const item = rows.get(item_code)?.find((row) => inForce(row, day));
    if (!item) return null;
    const specific = (change: { scheme: string; tier: string }) =>
      Number(change.scheme !== "") + Number(change.tier !== "");
    const fitting = (changes.get(item_code) ?? [])
      .filter((change) => change.area === province && inForce(change, day))
      .filter((change) => ["", scheme].includes(change.scheme) && ["", tier].includes(change.tier))
      .sort((a, b) => specific(b) - specific(a));
    const value = (name: "item_class" | "first_pay_ratio" | "price_limit") =>
      fitting.find((change) => change[name] !== "")?.[name] ?? item[name];
    return {
      item_class: value("item_class"),
      first_pay_ratio: value("first_pay_ratio"),
      price_limit: value("price_limit"),
      restricted: item.restriction !== "",
    };
  };
}
