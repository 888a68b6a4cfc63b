import type { Scene } from "./scene.ts";
import { type Day, dayOf } from "./times.ts";

/** Special drugs that are listed over the whole run, so that a story does not begin before its drug. */
export function specialDrug(
  scene: Scene,
  care: "inpatient" | "pharmacy" = "pharmacy",
): { name: string; code: string; days: number; disease: string } {
  const listed = scene.world.items.filter(
    (item) =>
      item.special_drug === "1" &&
      item.care.split(" ").includes(care) &&
      item.care.split(" ").includes("pharmacy") &&
      Number(item.days_supply) >= 7 &&
      dayOf(item.valid_from) <= scene.from &&
      (item.valid_to === "" || dayOf(item.valid_to) >= scene.to),
  );
  const item = scene.draw.pick(listed);
  const code = item.diseases.split(" ")[0]!;
  const disease = scene.world.diseases("inpatient").find((row) => row.code.startsWith(code))?.code ?? "C34.900";
  return { name: item.item_name, code: item.item_code, days: Number(item.days_supply), disease };
}

/** An institution that sells the drug on that day, or (`sells` false) one that does not. */
export function outlet(scene: Scene, kind: "hospital" | "pharmacy", drug: string, sells: boolean, elsewhere?: string) {
  const all = scene.world.areas.flatMap((area) => (kind === "hospital" ? area.hospitals : area.pharmacies));
  const fitting = all.filter((place) => place.special.has(drug) === sells && place.area.province !== elsewhere);
  return scene.draw.pick(fitting);
}

/** The right to a special drug, from a month before the first day. */
export function entitled(
  scene: Scene,
  person: Parameters<Scene["entitlement"]>[0],
  drug: string,
  place: ReturnType<Scene["hospital"]>,
  doctor: string,
  first: Day,
) {
  return scene.entitlement(person, { item: drug, place, doctor, begin: first - 20, end: first + 365 });
}
