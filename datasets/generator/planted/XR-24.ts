import type { Planted } from "./declaration.ts";

export default {
  card: "XR-24",
  act: "a small hospital reports more in-patients than it has beds",
  strengths: { weak: "0.95 to 1.2 times its beds for a week", medium: "1.4 times", strong: "twice" },
  lookAlikes: { "day surgery": "many patients on one day, none of whom stays the night" },
  measure: { counts: "patients at once in times of the beds", from: 1.11 },
  per100k: 0.25,
  days: 60,
  limits: "one row may stand for many real stays; the beds are exceeded by the rows themselves",
  plant(scene, strength) {
    const { draw } = scene;
    const place = smallest(scene);
    const times = { weak: draw.between(0.95, 1.2), medium: 1.4, strong: 2 }[strength];
    const day = scene.start(40) + 10;
    const patients = Math.ceil(place.beds * times);
    scene.reaches(patients / place.beds);
    for (let n = 0; n < patients; n++) {
      const before = draw.whole(1, 4);
      const stay = scene.stay(scene.person({ home: scene.away(place.area), age: [45, 80] }), {
        place,
        begin: day - before,
        nights: before + 7 + draw.whole(0, 3),
        disease: draw.pick(["M51.200", "J44.100", "I10.x00"]),
        total: draw.between(3000, 5200),
      });
      scene.truth("in-patient", stay, `${patients} for ${place.beds} beds`);
    }
    scene.tell("fixmedins_b", place.code, "hospital", null, place, `${place.beds} beds`);
  },
  twin(scene) {
    const { draw } = scene;
    const place = smallest(scene);
    const day = scene.start(40) + 10;
    for (let n = 0; n < place.beds + 8; n++) {
      const stay = scene.stay(scene.person({ home: scene.away(place.area), age: [55, 80] }), {
        place,
        begin: day,
        nights: 0,
        admittedAt: draw.whole(8, 13),
        disease: "H25.900",
        total: draw.between(3600, 5200),
      });
      scene.truth("day case", stay, "left on the day");
    }
    scene.tell("fixmedins_b", place.code, "hospital", null, place, `${place.beds} beds`);
  },
} satisfies Planted;

/** One of the hospitals with the fewest beds. */
function smallest(scene: Parameters<Planted["twin"]>[0]) {
  const hospitals = scene.world.areas.flatMap((area) => area.hospitals);
  const fewest = Math.min(...hospitals.map(({ beds }) => beds));
  return scene.draw.pick(hospitals.filter(({ beds }) => beds === fewest));
}
