import type { Policy } from "./benefits.ts";
import type { Planted } from "./declaration.ts";
import { hospitalAway, insuredOverYear, isPlain, patient, startInYear, terms } from "./patients.ts";
import type { Scene } from "./scene.ts";
import type { StayWish } from "./wishes.ts";

/** Fen of own share from which on it is worth telling. */
const LEAST = 300_000;
/** How many times that the dearest of these stays leaves to the person. */
const MOST = 2;

export default {
  card: "RS-LAYER",
  act: "a supplementary layer is left out, or paid to somebody who has no right to it",
  strengths: {
    weak: "what the serious-illness fund pays is off by three fen to one yuan",
    medium: "paid as to a poor household, or as to a civil servant, without being either",
    strong: "no supplementary layer was asked though the year's own share is far above where it begins",
  },
  lookAlikes: {
    "poor household":
      "the serious-illness fund begins at half the own share, and medical aid pays the rest, because the person has the right to it",
    "civil servant": "paid more, being one",
    "own share of the year": "no stay is expensive, but together they are",
  },
  per100k: 6,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = startInYear(scene, 60);
    if (strength === "medium" && draw.chance(0.4)) {
      const { home, policy } = insuredOverYear(scene, begin, (policy) => policy.paysCivilServants);
      const wish = { place: hospitalAway(scene, home), begin, nights: 9, total: draw.between(12_000, 30_000) };
      const wrong = scene.stay(patient(scene, home, policy), { ...wish, mistake: { civilServant: true } });
      return scene.wrong(wrong, "insured_agency", null, "no civil servant");
    }
    const { home, policy } = insuredOverYear(scene, begin, (policy) => worth(policy, MOST) !== null);
    const off = draw.pick([-1, 1]) * draw.whole(3, 100);
    const mistake: StayWish["mistake"] = {
      weak: { off: { serious_illness_fund: off } },
      medium: { aidClass: "low_income" },
      strong: { withoutLayers: true as const },
    }[strength];
    const wrong = scene.stay(patient(scene, home, policy), {
      ...expensive(scene, policy, MOST, begin),
      place: hospitalAway(scene, home),
      mistake,
    });
    const detail = { weak: `${off} fen off`, medium: "no poor household", strong: "no layer asked" }[strength];
    scene.wrong(wrong, "insured_agency", null, detail);
  },
  twin(scene, kind) {
    const begin = startInYear(scene, 145);
    if (kind === "civil servant") {
      const { home, policy } = insuredOverYear(scene, begin, (policy) => policy.paysCivilServants);
      const person = patient(scene, home, policy, { civilServant: true });
      return scene.truth(
        "stay",
        scene.stay(person, { place: hospitalAway(scene, home), begin, nights: 9, total: 25_000 }),
      );
    }
    const { home, policy } = insuredOverYear(scene, begin, (policy) => worth(policy, MOST) !== null);
    if (kind === "poor household") {
      const person = patient(scene, home, policy, { aidClass: "low_income" });
      return scene.truth(
        "stay",
        scene.stay(person, { ...expensive(scene, policy, 0.8, begin), place: hospitalAway(scene, home) }),
      );
    }
    const person = patient(scene, home, policy);
    for (let n = 0; n < 3; n++) {
      scene.truth(
        `stay ${n + 1}`,
        scene.stay(person, { ...expensive(scene, policy, 0.6, begin + 45 * n), place: hospitalAway(scene, home) }),
      );
    }
  },
} satisfies Planted;

/** A stay whose own share comes to so many times that at which the serious-illness fund begins. */
const expensive = (scene: Scene, policy: Policy, times: number, begin: number) => ({
  begin,
  nights: scene.draw.whole(10, 20),
  total: worth(policy, times)! * scene.draw.between(0.95, 1.1),
});

/** Yuan of such a stay; null where the fund does not go by the year's own share, or the stay would go beyond the ceiling. */
function worth(policy: Policy, times: number): number | null {
  const [stay, from] = [terms(policy, "TMP_REFER"), policy.seriousFrom.get("")];
  if (!isPlain(stay) || from === undefined || from < LEAST || stay.ratio > 0.8) return null;
  const total = (times * from) / (1 - stay.ratio) / 0.9;
  return 2 * total * stay.ratio < (stay.ceiling ?? Number.POSITIVE_INFINITY) ? total / 100 : null;
}
