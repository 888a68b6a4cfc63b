import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-06",
  act: "two people who have nothing to do with each other are led round together: same day, same institution, again and again",
  strengths: {
    weak: "three or four times",
    medium: "five or six times at two institutions",
    strong: "eight to twelve times at three and more",
  },
  lookAlikes: { couple: "one address, one phone, different sex, much the same age" },
  measure: { counts: "times in one institution on one day", from: 4 },
  per100k: 1.5,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const pair = [0, 1].map(() =>
      scene.person({
        home: draw.chance(0.5) ? home : scene.area(({ province }) => province === home.province),
        age: [45, 75],
        class: "LT_RESIDE",
      }),
    );
    const times = { weak: draw.whole(3, 4), medium: draw.whole(5, 6), strong: draw.whole(8, 12) }[strength];
    scene.reaches(times);
    const away = scene.away(home);
    const places = draw.some(away.hospitals, { weak: 2, medium: 2, strong: 4 }[strength]);
    together(scene, pair, places, times);
  },
  twin(scene) {
    const home = scene.area();
    const him = scene.person({ home, age: [62, 68], sex: "1", class: "LT_RETIRE", scheme: "310" });
    const her = scene.person({
      home,
      age: [60, 66],
      sex: "2",
      class: "LT_RETIRE",
      scheme: "310",
      phone: him.phone,
      address: him.address,
    });
    together(scene, [him, her], scene.draw.some(scene.away(home).hospitals, 2), 6);
  },
} satisfies Planted;

type Scene = Parameters<Planted["twin"]>[0];

function together(
  scene: Scene,
  pair: ReturnType<Scene["person"]>[],
  places: ReturnType<Scene["hospital"]>[],
  times: number,
): void {
  const begin = scene.start(140);
  for (let n = 0; n < times; n++) {
    const place = places[n % places.length]!;
    const moment = at(
      begin + Math.floor((130 * n) / times) + scene.draw.whole(0, 5),
      scene.draw.whole(8, 15),
      scene.draw.whole(0, 40),
    );
    for (const person of pair) {
      const visit = scene.visit(person, "outpatient", { place, begin: moment + scene.draw.whole(1, 19) });
      scene.truth("one of two", visit, `time ${n + 1} of ${times}`);
    }
  }
}
