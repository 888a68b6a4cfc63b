import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-31",
  act: "an electronic credential is turned into cash: one shop after the other rings up round sums",
  strengths: {
    weak: "two or three shops in an hour and a half, sums not quite round",
    medium: "four shops in an hour, hundreds",
    strong: "six to nine shops in under an hour, 500 or 1,000 yuan each, far from home",
  },
  lookAlikes: {
    "errands for the family": "three uneven purchases in two shops of the own quarter, from the family account",
  },
  measure: { counts: "shops within an hour", from: 4 },
  per100k: 1.5,
  days: 20,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [25, 65], scheme: "310", class: "LT_RESIDE" });
    const area =
      strength === "strong" ? scene.away(home, [500, 3000]) : strength === "medium" ? scene.away(home) : home;
    const [times, minutes] = (
      { weak: [draw.whole(2, 3), 90], medium: [4, 60], strong: [draw.whole(6, 9), 50] } as const
    )[strength];
    const shops = draw.some(area.pharmacies, times);
    scene.reaches(Math.min(shops.length, strength === "weak" ? Math.ceil((times * 60) / minutes) : times));
    const begin = at(scene.start(10), draw.whole(10, 19));
    for (let n = 0; n < times; n++) {
      const total = { weak: draw.whole(180, 420), medium: 100 * draw.whole(3, 6), strong: draw.pick([500, 1000]) }[
        strength
      ];
      const moment = begin + Math.round((minutes * n) / times) + 1;
      const bought = scene.visit(person, "pharmacy", {
        place: shops[n % shops.length]!,
        begin: moment,
        credential: "01",
        total,
        disease: "K29.700",
      });
      scene.truth("shop", bought, `${n + 1} of ${times} in ${minutes} minutes, ${total} yuan`);
    }
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [30, 50], scheme: "310" });
    const shops = scene.draw.some(home.pharmacies, 2);
    const begin = at(scene.start(10), 17);
    for (let n = 0; n < 3; n++) {
      const bought = scene.visit(person, "pharmacy", {
        place: shops[n % 2]!,
        begin: begin + 17 * n,
        credential: "05",
        total: scene.draw.between(23, 96),
        familyShare: 100_000_000,
      });
      scene.truth("errand", bought, "family account");
    }
  },
} satisfies Planted;
