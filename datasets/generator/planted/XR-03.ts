import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";
import { kilometres } from "./world.ts";

/** Kilometres an hour from door to door, waiting included. */
const speeds = { weak: [110, 300], medium: [600, 1100], strong: [1600, 6000] } as const;

export default {
  card: "XR-03",
  act: "a card is lent: it is shown in person at two places in less time than the way takes",
  strengths: {
    weak: "the way was hard but perhaps possible",
    medium: "only a flight without any waiting would do",
    strong: "hundreds of kilometres in minutes",
  },
  lookAlikes: {
    "settled later": "the second visit took place days before and was only paid then: its fees arose earlier",
    "by mail": "an electronic credential and a prescription filled outside: nobody had to be there",
  },
  measure: { counts: "time the way takes, in times of the time there was", from: 1 },
  per100k: 1.5,
  days: 30,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [30, 70], class: "LT_RESIDE" });
    const a = scene.hospital(scene.away(home, [200, 2000]));
    const b = scene.hospital(scene.away(a.area, [320, 1500], ({ province }) => province !== home.province));
    const way = kilometres(a.area, b.area);
    const first = at(scene.start(5), draw.whole(8, 10), draw.whole(0, 59));
    const hours = way / draw.between(...(speeds[strength] as unknown as [number, number]));
    const second = first + Math.max(4, Math.round(60 * hours));
    const credential = draw.pick(["03", "04"]);
    scene.reaches((60 * hoursOnTheWay(way)) / (second - first));
    for (const [role, place, begin] of [
      ["here", a, first],
      ["there", b, second],
    ] as const) {
      const visit = scene.visit(person, "outpatient", { place, begin, settled: begin + 1, credential });
      scene.truth(role, visit, `${Math.round(way)} km in ${second - first} minutes`);
    }
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [30, 70], class: "LT_RESIDE" });
    const away = scene.hospital(scene.away(home, [400, 1500]));
    const moment = at(scene.start(8) + 3, 10, scene.draw.whole(0, 30));
    const first = scene.visit(person, "outpatient", {
      place: away,
      begin: moment,
      settled: moment + 1,
      credential: "03",
    });
    const later = kind === "settled later";
    const second = scene.visit(person, later ? "outpatient" : "pharmacy", {
      place: later ? scene.hospital(home) : scene.pharmacy(home),
      begin: later ? moment - 3 * 1440 : moment + 25,
      settled: moment + 25,
      credential: later ? "03" : "01",
      ...(later ? {} : { filled: false, goods: [scene.good("厄贝沙坦片", 1, { outside: true })] }),
    });
    scene.truth("here", first);
    scene.truth("there", second, later ? "seen three days before" : "sent by mail");
  },
} satisfies Planted;

/** By the domain note: by road, by train, by air, each with what it takes to get there. */
const hoursOnTheWay = (way: number) => (way < 150 ? 1 : way < 600 ? way / 200 + 1 : way / 700 + 3);
