import type { Planted } from "./declaration.ts";
import type { Person } from "./records.ts";
import type { Scene } from "./scene.ts";
import { at, type Day } from "./times.ts";
import type { Institution } from "./world.ts";

/** Diagnosis, its name and its drug. */
const lasting: [code: string, name: string, drug: string][] = [
  ["J44.900", "慢性阻塞性肺疾病", "布地奈德福莫特罗吸入粉雾剂"],
  ["M06.900", "类风湿关节炎", "来氟米特片"],
  ["G40.900", "癫痫", "左乙拉西坦片"],
  ["F20.900", "精神分裂症", "奥氮平片"],
];

export default {
  card: "XR-28",
  act: "a chronic disease that somebody is qualified for at home and that may not be settled across provinces is settled as ordinary out-patient care, month after month",
  strengths: { weak: "two visits", medium: "four or five", strong: "eight to ten, always the disease's own drug" },
  lookAlikes: {
    "an acute visit": "qualified likewise, but one visit for an acute illness, with drugs for a few days",
    "not qualified": "the same disease month after month, of which nobody was qualified: it is ordinary care",
  },
  measure: { counts: "visits", from: 3 },
  per100k: 1.5,
  days: 100,
  limits: "the area registers the disease by its ICD code",
  plant(scene, strength) {
    const visits = { weak: 2, medium: scene.draw.whole(4, 5), strong: scene.draw.whole(8, 10) }[strength];
    scene.reaches(visits);
    const { person, place, disease, drug, begin } = patient(scene);
    qualified(scene, person, disease, begin);
    monthly(scene, person, place, disease, drug, begin, visits);
  },
  twin(scene, kind) {
    const { person, place, disease, drug, begin } = patient(scene);
    if (kind === "not qualified") return monthly(scene, person, place, disease, drug, begin, 4);
    qualified(scene, person, disease, begin);
    const visit = scene.visit(person, "outpatient", {
      place,
      begin: at(begin, 10),
      disease: "J18.900",
      goods: [scene.good("阿奇霉素片", 1)],
    });
    scene.truth("acute visit", visit);
  },
} satisfies Planted;

function patient(scene: Scene) {
  const home = scene.area();
  const person = scene.person({ home, age: [45, 78], class: "LT_RESIDE" });
  const place = scene.hospital(scene.away(home));
  const unlisted = lasting.filter(([code]) => (scene.world.chronic(code)?.since ?? Infinity) > scene.to);
  const [code, name, drug] = scene.draw.pick(unlisted);
  return { person, place, disease: { code, name }, drug, begin: scene.start(95) };
}

function qualified(scene: Scene, person: Person, disease: { code: string; name: string }, begin: Day) {
  const place = scene.hospital(person.home);
  const right = scene.entitlement(person, { disease, place, begin: begin - scene.draw.whole(60, 700) });
  scene.tell("opsp_reg_d", right.number, "qualification", person, place, disease.name);
}

/** Visits over three months, always with the disease's own drug. */
function monthly(
  scene: Scene,
  person: Person,
  place: Institution,
  disease: { code: string },
  drug: string,
  begin: Day,
  visits: number,
) {
  for (let n = 0; n < visits; n++) {
    const visit = scene.visit(person, "outpatient", {
      place,
      begin: at(begin + Math.floor((90 * n) / visits), scene.draw.whole(8, 15)),
      disease: disease.code,
      goods: [scene.good(drug, 1)],
    });
    scene.truth("visit", visit, `${disease.code}, ${n + 1} of ${visits}`);
  }
}
