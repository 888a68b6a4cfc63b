import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

/** Diagnosis and its drug. */
const lasting: [string, string][] = [
  ["J44.900", "布地奈德福莫特罗吸入粉雾剂"],
  ["M06.900", "来氟米特片"],
  ["G40.900", "左乙拉西坦片"],
  ["F20.900", "奥氮平片"],
];

export default {
  card: "XR-28",
  act: "a chronic disease that may not be settled across provinces is settled as ordinary out-patient care, month after month",
  strengths: { weak: "two visits", medium: "four or five", strong: "eight to ten, always the disease's own drug" },
  lookAlikes: { "an acute visit": "one visit for the acute illness, with drugs for a few days" },
  measure: { counts: "visits", from: 3 },
  per100k: 1.5,
  days: 100,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [45, 78], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const unlisted = lasting.filter(([code]) => (scene.world.chronic(code)?.since ?? Infinity) > scene.to);
    const [disease, drug] = draw.pick(unlisted);
    const visits = { weak: 2, medium: draw.whole(4, 5), strong: draw.whole(8, 10) }[strength];
    scene.reaches(visits);
    const begin = scene.start(95);
    for (let n = 0; n < visits; n++) {
      const visit = scene.visit(person, "outpatient", {
        place,
        begin: at(begin + Math.floor((90 * n) / visits), draw.whole(8, 15)),
        disease,
        goods: [scene.good(drug, 1)],
      });
      scene.truth("visit", visit, `${disease}, ${n + 1} of ${visits}`);
    }
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [45, 78], class: "LT_RESIDE" });
    const visit = scene.visit(person, "outpatient", {
      place: scene.hospital(scene.away(home)),
      begin: at(scene.start(5), 10),
      disease: "J18.900",
      goods: [scene.good("阿奇霉素片", 1)],
    });
    scene.truth("acute visit", visit);
  },
} satisfies Planted;
