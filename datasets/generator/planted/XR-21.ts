import type { Planted } from "./declaration.ts";
import type { Good } from "./records.ts";
import type { Scene } from "./scene.ts";
import { at, dayOf, dayText, yearOf } from "./times.ts";

export default {
  card: "XR-21",
  act: "what is left of the year's ceiling is spent on drugs in December",
  strengths: {
    weak: "88 to 97 % of the ceiling, four purchases in a month",
    medium: "96 to 99 %, six purchases in a fortnight",
    strong: "to the last yuan, ten and more purchases in ten days",
  },
  lookAlikes: { "chronically ill": "the same sum, but every month alike" },
  measure: { counts: "per cent of the ceiling by 20 December", from: 95 },
  per100k: 1.5,
  days: 31,
  limits: "needs a December in the days of the run",
  plant(scene, strength) {
    const { draw } = scene;
    const december = lastDecember(scene);
    if (december === null) return;
    const home = scene.area((area) => scene.world.pharmacyTerms(area) !== null);
    const person = scene.person({ home, age: [30, 58], scheme: "310", class: "LT_RESIDE" });
    const { ceiling, ratio } = scene.world.pharmacyTerms(home)!;
    const share = { weak: draw.between(0.88, 0.97), medium: draw.between(0.96, 0.99), strong: 1.2 }[strength];
    const [times, span] = ({ weak: [4, 25], medium: [6, 14], strong: [12, 10] } as const)[strength];
    const away = scene.away(home);
    const bought = Array.from({ length: times }, (_, n) =>
      scene.visit(person, "pharmacy", {
        place: scene.pharmacy(away),
        begin: at(
          december + Math.max(0, 19 - span) + Math.floor((span * n) / times),
          draw.whole(9, 20),
          draw.whole(0, 59),
        ),
        disease: "I10.x00",
        filled: false,
        goods: spending(scene, (100 * ceiling * share) / times / ratio),
      }),
    );
    // Not what was planned: a deductible comes off the first one.
    scene.reachesAsPaid(bought, (fen) => fen / ceiling);
    for (const visit of bought)
      scene.truth("purchase in December", visit, `${dayText(december).slice(0, 4)}, of ${ceiling} yuan`);
  },
  twin(scene) {
    const december = lastDecember(scene);
    if (december === null) return;
    const home = scene.area((area) => scene.world.pharmacyTerms(area) !== null);
    const person = scene.person({ home, age: [30, 58], scheme: "310" });
    const place = scene.pharmacy(home);
    const { ceiling, ratio } = scene.world.pharmacyTerms(home)!;
    const months = Math.min(12, Math.floor((december + 20 - scene.from) / 30));
    for (let month = 0; month < months; month++) {
      const bought = scene.visit(person, "pharmacy", {
        place,
        begin: at(december + 8 - 30 * month, 10),
        disease: "I10.x00",
        total: (0.97 * ceiling) / months / ratio,
        goods: [scene.good("苯磺酸氨氯地平片", 1)],
      });
      scene.truth("purchase", bought, "once a month");
    }
  },
} satisfies Planted;

/** Goods for so many fen, all of them wholly in scope. */
function spending(scene: Scene, fen: number): Good[] {
  const tablets = 3000;
  const boxes = Math.max(1, Math.ceil((fen - tablets) / 2000));
  return [
    scene.good("苯磺酸氨氯地平片", 1, { price: tablets }),
    scene.good("板蓝根颗粒", boxes, { price: (fen - tablets) / boxes }),
  ];
}

/** The first of the last December whose twentieth belongs to the run. */
function lastDecember(scene: Scene): number | null {
  for (let year = yearOf(scene.to); year >= yearOf(scene.from); year--) {
    const first = dayOf(`${year}-12-01`);
    if (first >= scene.from && first + 24 <= scene.to) return first;
  }
  return null;
}
