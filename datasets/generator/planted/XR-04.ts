import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";
import type { Area } from "./world.ts";

export default {
  card: "XR-04",
  act: "one credential goes round: drugs are bought with it in many provinces",
  strengths: {
    weak: "two or three provinces in five to seven weeks",
    medium: "three or four provinces in three weeks",
    strong: "five to seven provinces in ten days, two of them far apart on one day",
  },
  lookAlikes: {
    "travelling worker":
      "posted to work elsewhere with a filing for each place; small visits, weeks apart, by a firm's route",
  },
  measure: { counts: "provinces within 30 days", from: 3 },
  per100k: 1.5,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [30, 70], class: "LT_RESIDE" });
    const provinces = { weak: draw.whole(2, 3), medium: draw.whole(3, 4), strong: draw.whole(5, 7) }[strength];
    const span = { weak: draw.whole(35, 50), medium: 21, strong: 10 }[strength];
    const begin = scene.start(span + 2);
    const seen: Area[] = [];
    const days: number[] = [];
    for (let n = 0; n < provinces; n++) {
      const area = scene.away(home, [150, 3000], ({ province }) => !seen.some((other) => other.province === province));
      seen.push(area);
      const turn = strength === "strong" && n === 1 ? 0 : n;
      const day = begin + Math.floor((span * turn) / provinces);
      days.push(day);
      const moment = turn === 0 && n === 1 ? at(day, 17) : at(day, draw.whole(8, 11), draw.whole(0, 59));
      const bought = scene.visit(person, "pharmacy", {
        place: scene.pharmacy(area),
        begin: moment,
        credential: "03",
        goods: [scene.good("阿卡波糖片", draw.whole(1, 3))],
      });
      scene.truth("use", bought, `province ${n + 1} of ${provinces} in ${span} days`);
    }
    scene.reaches(Math.max(...days.map((first) => days.filter((day) => day >= first && day < first + 30).length)));
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({
      home,
      age: [25, 50],
      scheme: "310",
      class: "LT_WORK",
      employer: `${home.code}E0777`,
    });
    const begin = scene.start(58);
    const seen: Area[] = [];
    for (let n = 0; n < 3; n++) {
      const area = scene.away(home, [150, 1500], ({ province }) => !seen.some((other) => other.province === province));
      seen.push(area);
      const visit = scene.visit(person, "outpatient", {
        place: scene.hospital(area, [2, 3, 4]),
        begin: at(begin + 14 * n + scene.draw.whole(0, 2), 18),
        disease: "K29.700",
        total: scene.draw.between(60, 140),
      });
      scene.truth("visit at work", visit, "filed as LT_WORK for this province");
    }
  },
} satisfies Planted;
