import type { Planted } from "./declaration.ts";
import { at, dayOfMinute } from "./times.ts";

export default {
  card: "XR-09",
  act: "a filing is made to fit: after the direct settlement, or as long-term residence just before an expensive stay and taken back after it",
  strengths: {
    weak: "long-term residence two to six days before, taken back after five to seven months",
    medium: "one to three days before, taken back within five months",
    strong: "created days after a settlement that was direct",
  },
  lookAlikes: {
    "filed while in hospital": "a referral filed after admission and before the settlement, as the rules allow",
    "really moved": "long-term residence two days before the stay, never taken back, with visits there for months",
  },
  measure: {
    counts: "of 3 days before and 183 until it ended, in times of what there was the lesser; days after the settlement",
    from: 1,
  },
  per100k: 1.5,
  days: 240,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [45, 75], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home), [1]);
    const begin = scene.start(235);
    const nights = draw.whole(8, 16);
    if (strength === "strong") {
      const stay = scene.stay(person, {
        place,
        begin,
        nights,
        total: draw.between(20_000, 60_000),
        filing: null,
        filingClass: "LT_RESIDE",
      });
      const filing = scene.filing(person, {
        place: place.area.province,
        begin: begin - 1,
        created: stay.settled + 1440 * draw.whole(1, 20) + draw.whole(60, 600),
      });
      stay.filing = filing;
      scene.reaches(Math.ceil((filing.created - stay.settled) / 1440));
      scene.truth("stay", stay, "direct before there was a filing");
      scene.tell("out_appy_d", filing.number, "filing", person, null, "created after the settlement");
      return;
    }
    const before = strength === "weak" ? draw.whole(2, 6) : draw.whole(1, 3);
    const after = strength === "weak" ? draw.whole(150, 215) : draw.whole(30, 150);
    scene.reaches(Math.min(3 / before, 183 / after));
    const filing = scene.filing(person, {
      place: place.area.province,
      begin: begin - before,
      created: at(begin - before, 10),
      updated: at(begin - before + after, 11),
      end: begin - before + after,
      attachments: 0,
    });
    const stay = scene.stay(person, {
      place,
      begin,
      nights,
      disease: draw.pick(["C16.900", "M17.900", "I20.000"]),
      total: draw.between(45_000, 120_000),
      filing,
    });
    scene.truth("stay", stay, `filed ${before} days before`);
    scene.tell("out_appy_d", filing.number, "filing", person, null, `ended after ${after} days`);
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [45, 75], class: kind === "really moved" ? "LT_RESIDE" : "TMP_REFER" });
    const place = scene.hospital(scene.away(home), [1]);
    const begin = scene.start(235);
    const moved = kind === "really moved";
    const created = moved ? at(begin - 2, 10) : at(begin + 2, 10);
    const filing = scene.filing(person, { place: place.area.province, begin: moved ? begin - 2 : begin, created });
    const stay = scene.stay(person, { place, begin, nights: 10, total: 60_000, filing });
    scene.truth("stay", stay, `filed before the settlement of day ${dayOfMinute(stay.settled) - begin}`);
    scene.tell("out_appy_d", filing.number, "filing", person, null);
    if (!moved) return;
    for (let month = 1; month <= 7; month++) {
      scene.truth("life there", scene.visit(person, "outpatient", { place, begin: at(begin + 30 * month, 9), filing }));
    }
  },
} satisfies Planted;
