import type { Planted } from "./declaration.ts";
import { entitled, outlet, specialDrug } from "./specials.ts";
import { at } from "./times.ts";

export default {
  card: "XR-32",
  act: "a special drug is paid for somebody who has no approved right to it",
  strengths: {
    weak: "the right is there, the responsible doctor is another",
    medium: "the right ended one to four months before",
    strong: "there is none, and the purchases go on for months",
  },
  lookAlikes: {
    "approved a little later":
      "asked for before the first pack; the approval's first day is one to three days after it",
  },
  measure: { counts: "purchases without the right", from: 1 },
  per100k: 1.5,
  days: 110,
  plant(scene, strength) {
    const { draw } = scene;
    const drug = specialDrug(scene);
    const place = outlet(scene, "pharmacy", drug.code, true);
    const home = scene.away(place.area);
    const person = scene.person({ home, age: [45, 75], class: "LT_RESIDE" });
    const begin = scene.start(100);
    const doctor = scene.doctor(place);
    const times = strength === "strong" ? 4 : draw.whole(1, 2);
    scene.reaches(times);
    // A neighbour has the right: the area keeps such a register.
    const neighbour = scene.person({ home, age: [45, 75], class: "LT_RESIDE" });
    entitled(scene, neighbour, drug.code, place, scene.doctor(place), begin);
    if (strength !== "strong") {
      const right = entitled(
        scene,
        person,
        drug.code,
        place,
        strength === "weak" ? `${doctor.slice(0, -3)}9${doctor.slice(-2)}` : doctor,
        begin,
      );
      if (strength === "medium") Object.assign(right, { begin: begin - 500, end: begin - draw.whole(30, 120) });
      scene.tell("opsp_reg_d", right.number, "right that does not fit", person, place);
    }
    for (let n = 0; n < times; n++) {
      const bought = scene.visit(person, "pharmacy", {
        place,
        begin: at(begin + drug.days * n, draw.whole(9, 18)),
        disease: drug.disease,
        doctor,
        filled: false,
        goods: [{ code: drug.code, quantity: 1, days: drug.days, doctor }],
      });
      scene.truth("purchase", bought, drug.name);
    }
  },
  twin(scene) {
    const drug = specialDrug(scene);
    const place = outlet(scene, "pharmacy", drug.code, true);
    const person = scene.person({ home: scene.away(place.area), age: [45, 75], class: "LT_RESIDE" });
    const begin = scene.start(100);
    const doctor = scene.doctor(place);
    const right = scene.entitlement(person, {
      item: drug.code,
      place,
      doctor,
      begin: begin + scene.draw.whole(1, 3),
      end: begin + 365,
    });
    scene.tell("opsp_reg_d", right.number, "right", person, place);
    for (let n = 0; n < 3; n++) {
      const bought = scene.visit(person, "pharmacy", {
        place,
        begin: at(begin + drug.days * n, 10),
        disease: drug.disease,
        doctor,
        filled: false,
        goods: [{ code: drug.code, quantity: 1, days: drug.days, doctor }],
      });
      scene.truth("purchase", bought, drug.name);
    }
  },
} satisfies Planted;
