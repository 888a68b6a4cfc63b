import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-17",
  act: "a dead person's card is used on",
  strengths: {
    weak: "once, one to four days after the death",
    medium: "two or three purchases within two months",
    strong: "a stay and many purchases over months",
  },
  lookAlikes: { "settled after the death": "the stay ended on the day of death; only the settlement came weeks later" },
  measure: { counts: "days after the death", from: 2 },
  per100k: 1.5,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [65, 90], scheme: "310", class: "LT_RETIRE" });
    const died = scene.start(140);
    Object.assign(person, { died, survival: "2", survivalSince: died });
    const away = scene.away(home);
    const uses = { weak: 1, medium: draw.whole(2, 3), strong: draw.whole(5, 8) }[strength];
    const last = { weak: 4, medium: 60, strong: 130 }[strength];
    let latest = 0;
    for (let n = 0; n < uses; n++) {
      const day = died + draw.whole(strength === "weak" ? 1 : 3, last);
      latest = Math.max(latest, day - died);
      const used = scene.visit(person, "pharmacy", {
        place: scene.pharmacy(draw.chance(0.5) ? home : away),
        begin: at(day, draw.whole(9, 19), draw.whole(0, 59)),
        disease: "I10.x00",
        goods: [scene.good("硝苯地平控释片", draw.whole(1, 4))],
      });
      scene.truth("use after death", used, `${day - died} days after`);
    }
    scene.reaches(latest);
    if (strength === "strong") {
      scene.truth(
        "stay after death",
        scene.stay(person, {
          place: scene.hospital(away),
          begin: died + draw.whole(20, 100),
          nights: 9,
          disease: "I50.900",
        }),
      );
    }
    scene.tell("psn_info_b", person.personNo, "dead person", person, null);
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [65, 90], class: "LT_RETIRE", scheme: "310" });
    const begin = scene.start(60);
    const nights = scene.draw.whole(5, 12);
    Object.assign(person, { died: begin + nights, survival: "2", survivalSince: begin + nights });
    const stay = scene.stay(person, {
      place: scene.hospital(scene.away(home)),
      begin,
      nights,
      disease: "C22.000",
      settled: at(begin + nights + scene.draw.whole(12, 30), 15),
    });
    scene.truth("last stay", stay, "ended on the day of death");
    scene.tell("psn_info_b", person.personNo, "dead person", person, null);
  },
} satisfies Planted;
