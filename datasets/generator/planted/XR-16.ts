import type { Planted } from "./declaration.ts";

export default {
  card: "XR-16",
  act: "a person insured twice, as an employee in one area and a resident in another, has one stay paid by both",
  strengths: {
    weak: "one stay, the second claim for a part of it",
    medium: "one stay wholly twice",
    strong: "three and more stays wholly twice",
  },
  lookAlikes: {
    "changed schemes": "both insurances overlap for a month while the person changed, and every stay was paid once",
  },
  measure: { counts: "stays paid by both", from: 1 },
  per100k: 1.5,
  days: 120,
  plant(scene, strength) {
    const { draw } = scene;
    const [one, two] = twice(scene);
    const place = scene.hospital(scene.away(one.home, [150, 5000], ({ province }) => province !== two.home.province));
    const stays = { weak: 1, medium: 1, strong: draw.whole(3, 4) }[strength];
    scene.reaches(stays);
    let begin = scene.start(115);
    for (let n = 0; n < stays; n++) {
      const nights = draw.whole(5, 9);
      const total = draw.between(8000, 26_000);
      const direct = scene.stay(one, { place, begin, nights, total, disease: "J18.900" });
      const claim = scene.stay(two, {
        place,
        begin,
        nights,
        total: total * (strength === "weak" ? draw.between(0.3, 0.7) : 1),
        disease: "J18.900",
        route: "manual",
      });
      scene.truth("paid as an employee", direct);
      scene.truth("paid as a resident", claim, `certificate ${two.certificate}`);
      begin += nights + draw.whole(12, 18);
    }
  },
  twin(scene) {
    const [one, two] = twice(scene, true);
    const day = scene.start(60) + 20;
    scene.enrol(two, { begin: day - 2000, end: day + 15, instead: true });
    scene.enrol(one, { begin: day - 15, instead: true });
    const before = scene.stay(two, { place: scene.hospital(scene.away(two.home)), begin: day - 18, nights: 5 });
    const after = scene.stay(one, { place: scene.hospital(scene.away(one.home)), begin: day + 20, nights: 5 });
    scene.truth("paid as a resident", before);
    scene.truth("paid as an employee", after);
  },
} satisfies Planted;

type Scene = Parameters<Planted["twin"]>[0];

/** One certificate, two records: an employee here, a resident there. */
function twice(scene: Scene, moved = false) {
  const home = scene.area();
  const one = scene.person({ home, age: [30, 55], scheme: "310", class: "LT_WORK" });
  const other = moved
    ? scene.area(({ province, code }) => (province === home.province && code !== home.code) || code === home.code)
    : scene.away(home);
  return [one, scene.person({ home: other, age: [30, 55], scheme: "390", class: "LT_RESIDE", same: one })] as const;
}
