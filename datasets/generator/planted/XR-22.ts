import type { Planted } from "./declaration.ts";

export default {
  card: "XR-22",
  act: "a hospital charges people from elsewhere more than its neighbours for the same illness",
  strengths: { weak: "1.2 to 1.6 times", medium: "1.8 to 2.3 times", strong: "2.6 to 3.5 times, the excess in drugs" },
  lookAlikes: {
    "another case mix":
      "people from elsewhere come for operations, neighbours for gastritis; within an illness they pay the same",
  },
  measure: { counts: "cost of people from elsewhere in times of the neighbours'", from: 1.5 },
  per100k: 0.35,
  days: 120,
  plant(scene, strength) {
    const { draw } = scene;
    const place = draw.pick(scene.area().hospitals.filter(({ tier }) => tier > 1));
    const times = { weak: draw.between(1.2, 1.6), medium: draw.between(1.8, 2.3), strong: draw.between(2.6, 3.5) }[
      strength
    ];
    scene.reaches(times);
    const disease = draw.pick(["J18.900", "I63.900", "J44.100"]);
    for (let n = 0; n < 24; n++) {
      const stranger = n % 2 === 0;
      const person = scene.person({ home: stranger ? scene.away(place.area) : place.area, age: [50, 78] });
      const stay = scene.stay(person, {
        place,
        begin: scene.start(20),
        nights: draw.whole(6, 9),
        disease,
        total: 7200 * draw.factor(0.18) * (stranger ? times : 1),
        goods: stranger && strength === "strong" ? [scene.good("哌拉西林他唑巴坦钠注射剂", draw.whole(60, 90))] : [],
      });
      scene.truth(stranger ? "from elsewhere" : "neighbour", stay, `${times.toFixed(2)} times`);
    }
  },
  twin(scene) {
    const { draw } = scene;
    const place = scene.hospital(scene.area());
    for (let n = 0; n < 24; n++) {
      const stranger = n % 3 !== 0;
      const operated = stranger ? n % 6 !== 1 : n % 12 === 0;
      const person = scene.person({ home: stranger ? scene.away(place.area) : place.area, age: [50, 78] });
      const stay = scene.stay(person, {
        place,
        begin: scene.start(20),
        nights: operated ? draw.whole(9, 13) : draw.whole(4, 6),
        disease: operated ? "C16.900" : "K29.700",
        total: (operated ? 38_000 : 4200) * draw.factor(0.15),
      });
      scene.truth(stranger ? "from elsewhere" : "neighbour", stay, stay.disease.code);
    }
  },
} satisfies Planted;
