import type { Planted } from "./declaration.ts";

const elective = ["H25.900", "M17.900", "Z51.100", "N40.x00", "K80.200"];

export default {
  card: "XR-13",
  act: "a hospital flags planned admissions as emergencies, so that they count as filed",
  strengths: {
    weak: "about a third of its patients from elsewhere",
    medium: "about two thirds",
    strong: "nearly all, many of them for a night or none",
  },
  lookAlikes: { "trauma centre": "nearly all are emergencies, with the diagnoses of emergencies" },
  measure: { counts: "per cent of its patients from elsewhere flagged", from: 50 },
  per100k: 0.5,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const place = scene.hospital(scene.away(home), [2, 3]);
    const patients = { weak: 12, medium: 14, strong: 20 }[strength];
    const share = { weak: 0.33, medium: 0.66, strong: 0.92 }[strength];
    scene.reaches((100 * Math.round(share * patients)) / patients);
    for (let n = 0; n < patients; n++) {
      const flagged = n < Math.round(share * patients);
      const person = scene.person({
        home: scene.area(({ province }) => province === home.province),
        age: [50, 78],
        sex: "1",
        class: flagged ? "TMP_EMERG" : "TMP_REFER",
      });
      const stay = scene.stay(person, {
        place,
        begin: scene.start(20),
        nights: strength === "strong" ? draw.whole(0, 1) : draw.whole(1, 6),
        disease: draw.pick(elective),
        emergency: flagged,
        ...(flagged ? { filing: null } : {}),
      });
      scene.truth(flagged ? "planned, flagged as an emergency" : "planned", stay, stay.disease.code);
    }
  },
  twin(scene) {
    const { draw } = scene;
    const home = scene.area();
    const place = scene.hospital(scene.away(home), [1]);
    for (let n = 0; n < 14; n++) {
      const person = scene.person({
        home: scene.area(({ province }) => province === home.province),
        age: [25, 75],
        class: "TMP_EMERG",
      });
      const disease = draw.pick(["S72.000", "I21.900", "K35.200", "S82.000"]);
      const stay = scene.stay(person, {
        place,
        begin: scene.start(25),
        nights: draw.whole(6, 16),
        disease,
        emergency: true,
        filing: null,
      });
      scene.truth("emergency", stay, disease);
    }
  },
} satisfies Planted;
