import type { Planted } from "./declaration.ts";

export default {
  card: "XR-15",
  act: "one invoice is handed in several times, by several people or in several areas",
  strengths: {
    weak: "twice, with another amount or with a blank in the number",
    medium: "twice with the same amount, by two people",
    strong: "three to five times over areas and schemes",
  },
  lookAlikes: {
    "number used by two printers": "other issuer, other amount, months apart: only the number is the same",
  },
  measure: { counts: "claims with one invoice", from: 2 },
  per100k: 1.5,
  days: 100,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(95);
    const total = draw.between(8000, 25_000);
    const invoice = `${place.code.slice(-11)}${draw.whole(10_000_000, 99_999_999)}`;
    const times = strength === "strong" ? draw.whole(3, 5) : 2;
    scene.reaches(times);
    for (let n = 0; n < times; n++) {
      const claimant = scene.person({
        home: strength === "strong" && n > 0 ? scene.area() : home,
        age: [40, 75],
        scheme: n % 2 === 0 ? "390" : "310",
      });
      const claim = scene.stay(claimant, {
        place,
        begin: begin + (n === 0 ? 0 : draw.whole(0, 2)),
        nights: 7,
        total: strength === "weak" && n > 0 ? total * draw.between(0.8, 1.2) : total,
        disease: "J18.900",
        route: "manual",
        invoice:
          strength === "weak" && n > 0 && draw.chance(0.5) ? `${invoice.slice(0, 11)} ${invoice.slice(11)}` : invoice,
        filled: true,
      });
      scene.truth(`claim ${n + 1}`, claim, invoice);
    }
  },
  twin(scene) {
    const number = String(scene.draw.whole(10_000_000, 99_999_999));
    for (const [n, total] of [6200, 14_800].entries()) {
      const home = scene.area();
      const claim = scene.stay(scene.person({ home, age: [40, 75] }), {
        place: scene.hospital(scene.away(home)),
        begin: scene.start(95),
        nights: 5,
        total,
        route: "manual",
        invoice: number,
      });
      scene.truth(`claim ${n + 1}`, claim, `issuer ${claim.place.code}`);
    }
  },
} satisfies Planted;
