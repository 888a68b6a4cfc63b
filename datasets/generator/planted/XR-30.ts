import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-30",
  act: "an agent files for many strangers to the same city",
  strengths: {
    weak: "eight to eleven in a month",
    medium: "twelve to eighteen in three weeks",
    strong: "twenty-five to forty in a fortnight",
  },
  lookAlikes: { "personnel department": "all of one employer, posted to work there" },
  measure: { counts: "people in 30 days", from: 11 },
  per100k: 0.6,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const people = { weak: draw.whole(8, 11), medium: draw.whole(12, 18), strong: draw.whole(25, 40) }[strength];
    const span = { weak: 30, medium: 21, strong: 14 }[strength];
    scene.reaches(people);
    file(scene, people, span, false);
  },
  twin(scene) {
    file(scene, 16, 10, true);
  },
} satisfies Planted;

function file(scene: Parameters<Planted["twin"]>[0], people: number, span: number, firm: boolean): void {
  const { draw } = scene;
  const home = scene.area();
  const away = scene.away(home);
  const agent = scene.agent();
  const begin = scene.start(55);
  const employer = `${home.code}E${draw.whole(9000, 9999)}`;
  for (let n = 0; n < people; n++) {
    const person = firm
      ? scene.person({ home, age: [22, 57], scheme: "310", class: "LT_WORK", employer })
      : scene.person({
          home: draw.chance(0.6) ? home : scene.area(({ province }) => province === home.province),
          age: [35, 75],
          class: "LT_RESIDE",
        });
    const day = begin + Math.floor((span * n) / people);
    const filing = scene.filing(person, {
      place: away.code,
      begin: day,
      created: at(day, draw.whole(8, 17), draw.whole(0, 59)),
      agent,
      attachments: firm ? 1 : 0,
    });
    scene.tell(
      "out_appy_d",
      filing.number,
      firm ? "employee's filing" : "stranger's filing",
      person,
      null,
      `one of ${people} in ${span} days`,
    );
    if (n % 3 === 0) {
      const visit = scene.visit(person, "outpatient", {
        place: scene.hospital(away),
        begin: at(day + draw.whole(2, 15), 10),
        filing,
      });
      scene.truth("visit", visit);
    }
  }
}
