import type { Planted } from "./declaration.ts";
import type { Scene } from "./scene.ts";
import type { Area } from "./world.ts";

export default {
  card: "XR-19",
  act: "an expensive stay is claimed by hand and paid though nobody asked the place of care",
  strengths: { weak: "27,000 to 36,000 yuan", medium: "40,000 to 80,000 yuan", strong: "over 100,000 yuan" },
  lookAlikes: { "asked, not answered": "the place of care was asked in time; the answer is still out" },
  measure: { counts: "yuan of the stay", from: 30_000.01 },
  per100k: 1.5,
  days: 90,
  plant(scene, strength) {
    const home = scene.area();
    const [low, high] = ({ weak: [27_000, 36_000], medium: [40_000, 80_000], strong: [100_000, 240_000] } as const)[
      strength
    ];
    const claim = scene.stay(scene.person({ home, age: [40, 75] }), {
      place: scene.hospital(scene.away(home), [1]),
      begin: scene.start(88),
      nights: scene.draw.whole(8, 24),
      total: scene.draw.between(low, high),
      route: "manual",
      verified: false,
    });
    scene.reaches(claim.total / 100);
    asksAsARule(scene, home);
    scene.truth("claim nobody verified", claim);
  },
  twin(scene) {
    const home = scene.area();
    const claim = scene.stay(scene.person({ home, age: [40, 75] }), {
      place: scene.hospital(scene.away(home), [1]),
      begin: scene.start(88),
      nights: 12,
      total: scene.draw.between(45_000, 90_000),
      route: "manual",
      verified: false,
    });
    scene.investigate(claim, { answered: null, conclusion: null });
    scene.truth("claim", claim);
  },
} satisfies Planted;

/** The agency asks the place of care about other claims: its records hold inquiries. */
function asksAsARule(scene: Scene, home: Area): void {
  scene.stay(scene.person({ home, age: [40, 75] }), {
    place: scene.hospital(scene.away(home), [1]),
    begin: scene.start(88),
    nights: 12,
    total: scene.draw.between(45_000, 90_000),
    route: "manual",
  });
}
