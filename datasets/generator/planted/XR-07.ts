import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

const drugs = ["阿托伐他汀钙片", "硝苯地平控释片", "氯吡格雷片", "苯磺酸氨氯地平片", "复方丹参滴丸", "瑞舒伐他汀钙片"];

export default {
  card: "XR-07",
  act: "a person collects one drug at many counters in order to sell it",
  strengths: {
    weak: "supply for four to five months in three, two or three counters",
    medium: "for six to eight months, three counters in two provinces",
    strong: "for ten months and more, five counters in three provinces",
  },
  lookAlikes: {
    "long prescription": "twelve weeks at once, and the next twelve when they run out, from one doctor",
    "lost medicine": "one pack again after a few days at the same counter",
  },
  measure: { counts: "days of supply in 90", from: 136 },
  per100k: 1.5,
  days: 95,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [50, 75], class: "LT_RETIRE", scheme: "310" });
    const name = draw.pick(drugs);
    const provinces = { weak: 1, medium: 2, strong: 3 }[strength];
    const areas = Array.from({ length: provinces }, (_, n) => (n === 0 ? home : scene.away(home)));
    const counters = Array.from({ length: { weak: draw.whole(2, 3), medium: 3, strong: 5 }[strength] }, (_, n) =>
      scene.pharmacy(areas[n % provinces]!),
    );
    const months = { weak: draw.between(4, 5), medium: draw.between(6, 8), strong: draw.between(10, 14) }[strength];
    const unit = Number(scene.world.named(name).days_supply);
    const packs = Math.ceil((30 * months) / unit);
    const times = Math.max(counters.length, { weak: 5, medium: 8, strong: 14 }[strength]);
    scene.reaches(packs * unit);
    const begin = scene.start(90);
    for (let n = 0; n < times; n++) {
      const quantity = Math.floor((packs * (n + 1)) / times) - Math.floor((packs * n) / times);
      if (quantity === 0) continue;
      const bought = scene.visit(person, "pharmacy", {
        place: counters[n % counters.length]!,
        begin: at(begin + Math.floor((85 * n) / times), draw.whole(9, 19), draw.whole(0, 59)),
        disease: "I10.x00",
        goods: [scene.good(name, quantity)],
        filled: false,
      });
      scene.truth("purchase", bought, `${name}, ${Math.round(30 * months)} days of supply in 90`);
    }
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [55, 75], scheme: "310", class: "LT_RETIRE" });
    const place = kind === "long prescription" ? scene.hospital(home) : scene.pharmacy(home);
    const doctor = scene.doctor(place);
    const begin = scene.start(94);
    const [days, quantity] = kind === "long prescription" ? [84, 3] : [6, 1];
    for (const day of [begin, begin + days]) {
      const bought = scene.visit(person, kind === "long prescription" ? "outpatient" : "pharmacy", {
        place,
        doctor,
        begin: at(day, 10),
        disease: "I10.x00",
        goods: [scene.good("阿托伐他汀钙片", quantity)],
        filled: false,
      });
      scene.truth("purchase", bought, `${28 * quantity} days, one counter, one doctor`);
    }
  },
} satisfies Planted;
