import type { Planted } from "./declaration.ts";

export default {
  card: "XR-14",
  act: "a stay that was settled directly is claimed again by hand",
  strengths: {
    weak: "the claim shifts the dates and changes the amount by up to three per cent",
    medium: "same hospital and dates, amount within half a per cent",
    strong: "the very invoice: same number, dates and amount",
  },
  lookAlikes: {
    "direct settlement taken back": "the direct one was reversed, so the claim by hand is the only one left",
  },
  measure: { counts: "institution, amount and invoice that agree", from: 1 },
  per100k: 1.5,
  days: 100,
  limits: "supplementary settlements (setl_type 3) cannot be told of, so that twin is missing",
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [40, 75], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(95);
    const nights = draw.whole(6, 14);
    const invoice = `${place.code.slice(-11)}${draw.whole(10_000_000, 99_999_999)}`;
    const total = draw.between(9000, 28_000);
    const direct = scene.stay(person, { place, begin, nights, total, invoice });
    const [shift, change] = {
      weak: [draw.whole(1, 3), draw.between(0.975, 1.025)],
      medium: [0, draw.between(0.996, 1.004)],
      strong: [0, 1],
    }[strength] as [number, number];
    const again = scene.stay(person, {
      place,
      begin: begin + shift,
      nights,
      total: total * change,
      route: "manual",
      ...(strength === "strong" ? { invoice } : {}),
    });
    if (strength === "strong") again.total = direct.total;
    scene.reaches({ weak: 1, medium: 2, strong: 3 }[strength]);
    scene.truth("direct", direct, invoice);
    scene.truth("claimed by hand", again, again.invoice ?? "");
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [40, 75], class: "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(95);
    const direct = scene.stay(person, { place, begin, nights: 8, total: 16_000, takenBack: true });
    const claim = scene.stay(person, { place, begin, nights: 8, total: 16_000, route: "manual" });
    scene.truth("direct, taken back", direct);
    scene.truth("claimed by hand", claim);
  },
} satisfies Planted;
