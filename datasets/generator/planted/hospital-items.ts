import type { CatalogueItem } from "../../catalogue/columns.ts";
import type { Scene } from "./scene.ts";
import { dayOf } from "./times.ts";

/** What hospitals charge in-patients, listed over the whole run; special drugs apart. */
export function hospitalItems(scene: Scene, test: (item: CatalogueItem) => boolean): CatalogueItem[] {
  return scene.world.items.filter(
    (item) =>
      item.special_drug === "0" &&
      item.care.split(" ").includes("inpatient") &&
      dayOf(item.valid_from) <= scene.from - 60 &&
      (item.valid_to === "" || dayOf(item.valid_to) >= scene.to) &&
      test(item),
  );
}
