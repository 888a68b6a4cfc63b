import type { Planted } from "./declaration.ts";
import { entitled, outlet, specialDrug } from "./specials.ts";
import { at, dayOfMinute } from "./times.ts";

export default {
  card: "XR-33",
  act: "a special drug is sold by an institution that may not sell it",
  strengths: {
    weak: "once, by a shop that sells other special drugs",
    medium: "twice, by a shop that sells none",
    strong: "month after month to several people",
  },
  lookAlikes: { "newly opened": "the shop was appointed a few days after the sale" },
  measure: { counts: "sales", from: 1 },
  per100k: 1.5,
  days: 110,
  plant(scene, strength) {
    const { draw } = scene;
    const drug = specialDrug(scene);
    const place = outlet(scene, "pharmacy", drug.code, false);
    const begin = scene.start(100);
    if (strength === "weak") {
      const other = scene.world.items.find((item) => item.special_drug === "1" && item.item_code !== drug.code)!;
      scene.service(place, other.item_code, begin - 200);
    }
    scene.reaches({ weak: 1, medium: 2, strong: 9 }[strength]);
    for (let n = 0; n < (strength === "strong" ? 3 : 1); n++) {
      sell(scene, place, drug, begin + draw.whole(0, 5), { weak: 1, medium: 2, strong: 3 }[strength]);
    }
  },
  twin(scene) {
    const drug = specialDrug(scene);
    const place = outlet(scene, "pharmacy", drug.code, false);
    const begin = scene.start(100);
    scene.service(place, drug.code, begin + scene.draw.whole(2, 6));
    sell(scene, place, drug, begin, 1);
  },
} satisfies Planted;

type Scene = Parameters<Planted["twin"]>[0];

function sell(
  scene: Scene,
  place: ReturnType<Scene["pharmacy"]>,
  drug: ReturnType<typeof specialDrug>,
  begin: number,
  times: number,
): void {
  const person = scene.person({ home: scene.away(place.area), age: [45, 75], class: "LT_RESIDE" });
  const doctor = scene.doctor(place);
  entitled(scene, person, drug.code, place, doctor, begin);
  for (let n = 0; n < times; n++) {
    const bought = scene.visit(person, "pharmacy", {
      place,
      begin: at(begin + drug.days * n, scene.draw.whole(9, 18)),
      disease: drug.disease,
      doctor,
      filled: false,
      goods: [{ code: drug.code, quantity: 1, days: drug.days, doctor }],
    });
    scene.truth("sale", bought, `${drug.name}, day ${dayOfMinute(bought.begin) - begin}`);
  }
}
