import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-25",
  act: "one family account pays for strangers in many provinces",
  strengths: {
    weak: "four to six people in three provinces",
    medium: "seven to nine in four",
    strong: "twelve to sixteen in six, within a week",
  },
  lookAlikes: {
    "a real family": "parents and children of one address and phone, in the two provinces where they live",
  },
  measure: { counts: "of 6 people and 4 provinces, in times of each the lesser", from: 1 },
  per100k: 1,
  days: 60,
  limits:
    "no column names the account's owner: planted are the people it pays for (acct_mulaid_pay) and, in the truth, the owner",
  plant(scene, strength) {
    const { draw } = scene;
    const owner = scene.person({ home: scene.area(), age: [35, 60], scheme: "310" });
    const people = { weak: draw.whole(4, 6), medium: draw.whole(7, 9), strong: draw.whole(12, 16) }[strength];
    const provinces = { weak: 3, medium: 4, strong: 6 }[strength];
    const areas = [owner.home, ...Array.from({ length: provinces - 1 }, () => scene.away(owner.home))];
    scene.reaches(Math.min(people / 6, provinces / 4));
    const span = strength === "strong" ? 7 : 50;
    const begin = scene.start(span + 5);
    for (let n = 0; n < people; n++) {
      const area = areas[n % areas.length]!;
      const buyer = scene.person({ home: area, age: [25, 75], scheme: "310" });
      const bought = scene.visit(buyer, "pharmacy", {
        place: scene.pharmacy(area),
        begin: at(begin + Math.floor((span * n) / people), draw.whole(9, 20), draw.whole(0, 59)),
        credential: "05",
        familyShare: 100_000_000,
        total: draw.between(300, 900),
      });
      scene.truth("paid by a stranger's account", bought, `owner ${owner.personNo}`);
    }
  },
  twin(scene) {
    const home = scene.area();
    const owner = scene.person({ home, age: [40, 55], scheme: "310" });
    const away = scene.away(home);
    const begin = scene.start(55);
    for (let n = 0; n < 4; n++) {
      const child = scene.person({
        home,
        age: n < 2 ? [65, 80] : [19, 25],
        phone: owner.phone,
        address: owner.address,
        class: "LT_RESIDE",
      });
      const bought = scene.visit(child, "pharmacy", {
        place: scene.pharmacy(n % 2 === 0 ? home : away),
        begin: at(begin + 12 * n, 11),
        credential: "05",
        familyShare: 100_000_000,
      });
      scene.truth("paid by the family", bought, `owner ${owner.personNo}, same address`);
    }
  },
} satisfies Planted;
