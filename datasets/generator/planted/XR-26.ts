import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";
import { kilometres } from "./world.ts";

export default {
  card: "XR-26",
  act: "a doctor's code bills in two provinces on the same days",
  strengths: { weak: "on one or two days", medium: "on five days", strong: "on twelve days, many patients in both" },
  lookAlikes: { "practises at two places": "weekdays here and weekends there, never both on a day" },
  measure: { counts: "days in two provinces", from: 1 },
  per100k: 1,
  days: 60,
  limits: "registrations of multi-site practice are in no table",
  plant(scene, strength) {
    const { draw } = scene;
    const one = scene.hospital(scene.area());
    const two = scene.hospital(scene.away(one.area, [250, 2500]));
    const doctor = scene.doctor(one);
    const days = { weak: draw.whole(1, 2), medium: 5, strong: 12 }[strength];
    scene.reaches(days);
    const begin = scene.start(50);
    for (let n = 0; n < days; n++) {
      for (const place of [one, two]) {
        for (let patient = 0; patient < (strength === "strong" ? 3 : 1); patient++) {
          seen(scene, place, doctor, begin + 4 * n, `${Math.round(kilometres(one.area, two.area))} km apart`);
        }
      }
    }
  },
  twin(scene) {
    const one = scene.hospital(scene.area());
    const two = scene.hospital(scene.away(one.area, [50, 300]));
    const doctor = scene.doctor(one);
    const begin = scene.start(50);
    for (let n = 0; n < 12; n++) seen(scene, n % 4 === 3 ? two : one, doctor, begin + 2 * n, "never both on a day");
  },
} satisfies Planted;

type Scene = Parameters<Planted["twin"]>[0];

function seen(scene: Scene, place: ReturnType<Scene["hospital"]>, doctor: string, day: number, detail: string): void {
  const patient = scene.person({ home: scene.draw.chance(0.5) ? place.area : scene.away(place.area), age: [25, 75] });
  const visit = scene.visit(patient, "outpatient", {
    place,
    doctor,
    begin: at(day, scene.draw.whole(8, 16), scene.draw.whole(0, 59)),
  });
  scene.truth("patient", visit, `${doctor}, ${detail}`);
}
