import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { CatalogueDifference, CatalogueItem } from "../../../datasets/catalogue/columns.ts";
import { listedItem } from "../reference/listed-item.ts";
import type { Dice } from "./dice.ts";

/** Always wholly in scope: what a year needs to reach an amount to the fen. */
export const plainItem = "XA01ADL001A001010101000";
/** In no catalogue. */
export const unlistedItem = "XZ99ZZZ001A001010101999";
/** Where people go; their provinces have catalogues of their own. */
export const careProvinces = ["110000", "310000", "410000", "440000", "510000"];

/** Items of every class with limits, restrictions and periods; provinces change some of them, for one scheme or one tier too. */
export function randomCatalogue(dice: Dice): Catalogue {
  const items = Array.from({ length: 40 }, (_, i) => periods(dice, `XB01ADL001A0010101010${10 + i}`)).flat();
  const codes = [...new Set(items.filter(({ valid_to }) => valid_to === "").map(({ item_code }) => item_code))];
  const revised = new Set(items.filter(({ valid_to }) => valid_to !== "").map(({ item_code }) => item_code));
  const differences = careProvinces.flatMap((area) =>
    codes.filter((code) => !revised.has(code) && dice.chance(0.3)).flatMap((code) => changes(dice, area, code)),
  );
  return {
    items: [listedItem(plainItem, "random", { item_class: "01", first_pay_ratio: "0" }), ...items],
    differences,
  };
}

function periods(dice: Dice, code: string): CatalogueItem[] {
  if (dice.chance(0.8)) return [listedItem(code, "random", content(dice))];
  return [
    listedItem(code, "random", { ...content(dice), valid_to: "2024-03-31" }),
    listedItem(code, "random", { ...content(dice), valid_from: dice.one(["2024-04-01", "2024-06-01"]) }),
  ];
}

function content(dice: Dice) {
  const item_class = dice.one(["01", "02", "02", "02", "03"]);
  return {
    item_class,
    first_pay_ratio:
      item_class === "01" ? "0" : item_class === "03" ? "1" : dice.one(["0.05", "0.1", "0.2", "0.3333", "0"]),
    price_limit: dice.chance(0.4) ? dice.one(["5", "12.5", "100", "0.333333", "0"]) : "",
    restriction: dice.chance(0.3) ? "限定适应症" : "",
  };
}

/** For everybody, and for one scheme or some tiers beside it. */
function changes(dice: Dice, area: string, code: string): CatalogueDifference[] {
  const row = (scheme: string, tier: string): CatalogueDifference => {
    const { item_class, first_pay_ratio, price_limit } = content(dice);
    return {
      area,
      item_code: code,
      scheme,
      tier,
      item_class: dice.chance(0.3) ? item_class : "",
      first_pay_ratio: dice.chance(0.7) ? first_pay_ratio : "",
      price_limit: dice.chance(0.4) ? price_limit : "",
      valid_from: "2020-01-01",
      valid_to: "",
      source: "random",
      confidence: "illustrative",
    };
  };
  const special = dice.one([
    () => [],
    () => [row(dice.one(["310", "390"]), "")],
    () => dice.some(["3", "2", "1", "0"]).map((tier) => row("", tier)),
  ])();
  return dice.chance(0.7) ? [row("", ""), ...special] : special;
}
