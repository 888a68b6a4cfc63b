import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-27",
  act: "care of a chronic disease is settled across provinces without the right to it",
  strengths: {
    weak: "the qualification ended five to twenty days before",
    medium: "it ended two to five months before, and the visits go on",
    strong: "there is none, or the disease is on no list",
  },
  lookAlikes: { "renewed in time": "the old qualification ended, a new one began the day after" },
  measure: { counts: "visits without the right", from: 1 },
  per100k: 1.5,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [50, 78], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(140);
    const unlisted = strength === "strong" && draw.chance(0.5);
    const disease = unlisted ? "M06.900" : draw.pick(["I10.x00", "E11.900"]);
    const visits = { weak: 1, medium: 3, strong: 4 }[strength];
    scene.reaches(visits);
    for (let n = 0; n < visits; n++) {
      const visit = scene.visit(person, "chronic", { place, begin: at(begin + 30 * n, draw.whole(8, 15)), disease });
      scene.truth("visit", visit, unlisted ? "on no list" : strength === "strong" ? "no qualification" : "expired");
    }
    scene.withoutEntitlement(person);
    // A neighbour has the right: the area keeps such a register.
    const neighbour = scene.person({ home, age: [50, 78], class: "LT_RESIDE" });
    scene.visit(neighbour, "chronic", { place, begin: at(begin, 10), disease: "I10.x00" });
    if (strength === "strong") return;
    const listed = scene.world.chronic(disease)!;
    const end = begin - (strength === "weak" ? draw.whole(5, 20) : draw.whole(60, 150));
    const expired = scene.entitlement(person, { disease: listed, place, begin: end - 730, end });
    scene.tell("opsp_reg_d", expired.number, "expired qualification", person, place);
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [50, 78], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(140);
    for (let n = 0; n < 3; n++) {
      scene.truth("visit", scene.visit(person, "chronic", { place, begin: at(begin + 30 * n, 9), disease: "I10.x00" }));
    }
    scene.withoutEntitlement(person);
    const listed = scene.world.chronic("I10.x00")!;
    const end = begin + 10;
    for (const [from, to] of [
      [end - 730, end],
      [end + 1, null],
    ] as const) {
      const row = scene.entitlement(person, { disease: listed, place, begin: from, end: to });
      scene.tell("opsp_reg_d", row.number, "qualification", person, place);
    }
  },
} satisfies Planted;
