import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-29",
  act: "an accident somebody else has to pay for is settled with the fund",
  strengths: {
    weak: "a small injury as an out-patient, nothing said about a third party",
    medium: "a fracture, nothing said about a third party",
    strong: "several of one firm on one working day, nothing said about a third party or an accident at work",
  },
  lookAlikes: { "fell at home": "the undertaking that no third party is liable was signed (rel_ttp_flag 0)" },
  measure: { counts: "stays for an injury nobody spoke of", from: 1 },
  per100k: 1.5,
  days: 40,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const away = scene.away(home);
    const begin = scene.start(30);
    scene.reaches({ weak: 0, medium: 1, strong: 3 }[strength]);
    if (strength === "weak") {
      const person = scene.person({ home, age: [20, 60], class: "LT_RESIDE" });
      const visit = scene.visit(person, "outpatient", {
        place: scene.hospital(away),
        begin: at(begin, 20),
        disease: "S82.000",
        thirdParty: null,
      });
      scene.truth("injured", visit);
      return;
    }
    const employer = `${home.code}E${draw.whole(8000, 8999)}`;
    for (let n = 0; n < (strength === "strong" ? 3 : 1); n++) {
      const person = scene.person({ home, age: [22, 58], scheme: "310", class: "LT_WORK", employer });
      const stay = scene.stay(person, {
        place: scene.hospital(away),
        begin,
        nights: draw.whole(6, 16),
        disease: draw.pick(["S72.000", "S82.000"]),
        emergency: true,
        thirdParty: null,
      });
      scene.truth("injured", stay, `firm ${employer}`);
    }
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [60, 85], class: "LT_RETIRE", scheme: "310" });
    const stay = scene.stay(person, {
      place: scene.hospital(scene.away(home)),
      begin: scene.start(30),
      nights: 14,
      disease: "S72.000",
      emergency: true,
      thirdParty: "0",
    });
    scene.truth("fell at home", stay);
  },
} satisfies Planted;
