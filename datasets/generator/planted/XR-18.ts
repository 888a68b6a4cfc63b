import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-18",
  act: "benefits are drawn while the insurance is suspended or the person serves a sentence",
  strengths: {
    weak: "one visit one to five days around the day the suspension began",
    medium: "three visits in the middle of a suspension",
    strong: "a stay and visits while a sentence is served",
  },
  lookAlikes: {
    "paid in arrears": "the suspension was closed by an enrolment that begins before it: contributions were paid later",
  },
  measure: { counts: "days since the insurance or freedom ended, that day too", from: 1 },
  per100k: 1.5,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [25, 58], scheme: "310", class: "LT_RESIDE" });
    const away = scene.away(home);
    const since = scene.start(140) + 5;
    if (strength === "strong") {
      Object.assign(person, { survival: "3", survivalSince: since });
      scene.tell("psn_info_b", person.personNo, "serves a sentence", person, null);
      const stay = scene.stay(person, {
        place: scene.hospital(away),
        begin: since + draw.whole(20, 100),
        nights: draw.whole(5, 10),
      });
      scene.truth("stay during the sentence", stay);
    } else {
      scene.enrol(person, { begin: since - 1500, end: since - 1, instead: true });
      const suspended = scene.enrol(person, { begin: since, status: "2" });
      scene.tell(
        "psn_insu_d",
        `${suspended.area}${String(person.number).padStart(10, "0")}${suspended.scheme}`,
        "suspended",
        person,
        null,
      );
    }
    const visits = strength === "weak" ? 1 : 3;
    let latest = 0;
    for (let n = 0; n < visits; n++) {
      const after = strength === "weak" ? draw.whole(-1, 5) : draw.whole(20, 120);
      latest = Math.max(latest, after + 1);
      const visit = scene.visit(person, "outpatient", {
        place: scene.hospital(away),
        begin: at(since + after, draw.whole(8, 16)),
      });
      scene.truth("visit", visit, `day ${after}`);
    }
    scene.reaches(latest);
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [25, 58], scheme: "310", class: "LT_WORK" });
    const since = scene.start(140) + 5;
    scene.enrol(person, { begin: since - 1500, end: since - 1, instead: true });
    scene.enrol(person, { begin: since, end: since + 60, status: "2" });
    scene.enrol(person, { begin: since - 1, status: "1" });
    const visit = scene.visit(person, "outpatient", {
      place: scene.hospital(scene.away(home)),
      begin: at(since + 30, 10),
    });
    scene.truth("visit", visit, "an enrolment covers the day");
  },
} satisfies Planted;
