import type { Planted } from "./declaration.ts";
import { entitled, outlet, specialDrug } from "./specials.ts";
import { at } from "./times.ts";

export default {
  card: "XR-34",
  act: "the same special drug is had twice: from a hospital in one province and a pharmacy in another",
  strengths: {
    weak: "the second pack when 80 to 110 % of the first should be used up",
    medium: "half-way through the first",
    strong: "within two days, three times over",
  },
  lookAlikes: { "another dose": "the second pack is another strength of the drug, from the same doctor" },
  measure: { counts: "days of the first pack in times of the days until the second, that day too", from: 1 },
  per100k: 1.5,
  days: 110,
  plant(scene, strength) {
    const { draw } = scene;
    const drug = specialDrug(scene, "inpatient");
    const shop = outlet(scene, "pharmacy", drug.code, true);
    const hospital = outlet(scene, "hospital", drug.code, true, shop.area.province);
    const person = scene.person({ home: scene.away(shop.area), age: [45, 75], class: "LT_RESIDE" });
    const doctor = scene.doctor(hospital);
    const begin = scene.start(100);
    entitled(scene, person, drug.code, hospital, doctor, begin);
    for (let n = 0; n < (strength === "strong" ? 3 : 1); n++) {
      const day = begin + drug.days * n;
      const later = { weak: draw.between(0.8, 1.1), medium: draw.between(0.4, 0.6), strong: 2 / drug.days }[strength];
      const gap = Math.max(1, Math.round(drug.days * later));
      scene.reaches(drug.days / (gap + 1));
      const pack = { code: drug.code, quantity: 1, days: drug.days, doctor };
      const first = scene.visit(person, "outpatient", {
        place: hospital,
        begin: at(day, 10),
        disease: drug.disease,
        doctor,
        goods: [pack],
        filled: false,
      });
      const second = scene.visit(person, "pharmacy", {
        place: shop,
        begin: at(day + gap, 15),
        disease: drug.disease,
        doctor,
        goods: [pack],
        filled: false,
      });
      scene.truth("from the hospital", first, drug.name);
      scene.truth("from the pharmacy", second, `${Math.round(100 * later)} % of ${drug.days} days later`);
    }
  },
  twin(scene) {
    const [strong, half] = scene.world.items.filter(({ item_name }) => item_name === "安罗替尼胶囊");
    const shop = outlet(scene, "pharmacy", strong!.item_code, true);
    const hospital = scene.draw.pick(shop.area.hospitals.filter(({ special }) => special.size > 0));
    const person = scene.person({ home: scene.away(shop.area), age: [45, 75], class: "LT_RESIDE" });
    const doctor = scene.doctor(hospital);
    const begin = scene.start(100);
    for (const [n, item] of [strong!, half!].entries()) {
      entitled(scene, person, item.item_code, hospital, doctor, begin);
      const bought = scene.visit(person, n === 0 ? "outpatient" : "pharmacy", {
        place: n === 0 ? hospital : shop,
        begin: at(begin + 9 * n, 10),
        disease: "C34.900",
        doctor,
        goods: [{ code: item.item_code, quantity: 1, days: Number(item.days_supply), doctor }],
        filled: false,
      });
      scene.truth(n === 0 ? "first strength" : "other strength", bought, item.specification);
    }
  },
} satisfies Planted;
