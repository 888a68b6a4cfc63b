import type { Planted } from "./declaration.ts";

export default {
  card: "XR-23",
  act: "one illness is treated in several short stays in hospitals of different provinces",
  strengths: {
    weak: "two stays, seven to eighteen days apart",
    medium: "three stays, two to five days apart",
    strong: "four or five stays, one to three days apart, the same diagnosis",
  },
  lookAlikes: {
    "staged treatment": "courses of chemotherapy or dialysis, a week apart",
    "referred on": "a transfer on the same day, the filing naming the first hospital",
  },
  measure: { counts: "15 days in times of the shortest gap", from: 1 },
  per100k: 1.5,
  days: 100,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [50, 80], class: "LT_RESIDE" });
    const stays = { weak: 2, medium: 3, strong: draw.whole(4, 5) }[strength];
    const disease = draw.pick(["I63.900", "M51.200", "J44.100", "I50.900"]);
    let begin = scene.start(95);
    let area = scene.away(home);
    const gaps: number[] = [];
    for (let n = 0; n < stays; n++) {
      const stay = scene.stay(person, { place: scene.hospital(area), begin, nights: draw.whole(4, 8), disease });
      const gap = { weak: draw.whole(7, 18), medium: draw.whole(2, 5), strong: draw.whole(1, 3) }[strength];
      scene.truth("part", stay, `${n + 1} of ${stays}`);
      if (n < stays - 1) gaps.push(gap);
      begin = Math.floor(stay.end / 1440) + gap;
      const last = area;
      area = scene.away(home, [150, 4000], ({ province }) => province !== last.province);
    }
    scene.reaches(15 / Math.min(...gaps));
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [45, 75], class: kind === "referred on" ? "TMP_REFER" : "LT_RESIDE" });
    const first = scene.hospital(scene.away(home), [2]);
    const other = scene.hospital(
      scene.away(home, [150, 5000], ({ province }) => province !== first.area.province),
      [1],
    );
    const begin = scene.start(60);
    if (kind === "referred on") {
      const a = scene.stay(person, { place: first, begin, nights: 4, disease: "I63.900", leavingAt: 9 });
      const created = (begin + 4) * 1440 + 630;
      const filing = scene.filing(person, {
        place: other.area.province,
        begin: begin + 4,
        created,
        referredBy: first.code,
      });
      const b = scene.stay(person, {
        place: other,
        begin: begin + 4,
        nights: 12,
        disease: "I63.900",
        admittedAt: 15,
        filing,
      });
      scene.truth("first", a);
      scene.truth("referred to", b);
      return;
    }
    for (const [n, place] of [first, other, first].entries()) {
      const course = scene.stay(person, { place, begin: begin + 9 * n, nights: 3, disease: "Z51.100" });
      scene.truth("course", course, "Z51");
    }
  },
} satisfies Planted;
