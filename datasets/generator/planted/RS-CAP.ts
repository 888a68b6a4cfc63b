import type { Policy, StayTerms } from "./benefits.ts";
import type { Planted } from "./declaration.ts";
import { hospitalAway, insuredOverYear, isPlain, patient, startInYear, terms } from "./patients.ts";
import type { Scene } from "./scene.ts";

type Capped = StayTerms & { ratio: number; ceiling: number };

export default {
  card: "RS-CAP",
  act: "what the fund paid in another province is not counted, or counted wrongly, against the year's ceiling",
  strengths: {
    weak: "at the ceiling, off by three fen to one yuan",
    medium: "a part of what was paid before is not known, or more is counted than was paid",
    strong: "nothing of the ceiling counts as spent: it is passed by far",
  },
  lookAlikes: {
    "ceiling reached": "the second stay is paid up to the ceiling, a third one nothing: as it should be",
  },
  per100k: 6,
  days: 150,
  plant(scene, strength) {
    const { draw } = scene;
    const { person, begin, stays, second, ceiling } = spent(scene);
    const wish = second(begin + 50);
    if (strength === "weak") {
      const off = draw.pick([-1, 1]) * draw.whole(3, 100);
      const wrong = scene.stay(person, { ...wish, mistake: { off: { basic_fund: off } } });
      return scene.wrong(wrong, "insured_agency", null, `${off} fen off`);
    }
    if (strength === "strong") {
      const wrong = scene.stay(person, { ...wish, mistake: { ceilingUnspent: true } });
      return scene.wrong(wrong, "insured_agency", "ceiling:unspent", "ceiling passed");
    }
    // What the first stay really took lies near three quarters of the ceiling.
    const known = draw.pick([0.45, 0.95]);
    const before = { admissions: stays, basicFund: Math.round(known * ceiling) };
    const wrong = scene.stay(person, { ...wish, mistake: { before } });
    const detail = known > 0.75 ? "ceiling reached too early" : "ceiling passed";
    scene.wrong(wrong, "insured_agency", null, detail);
  },
  twin(scene) {
    const { person, begin, first, second } = spent(scene);
    scene.truth("most of the ceiling", first);
    scene.truth("up to the ceiling", scene.stay(person, second(begin + 50)));
    scene.truth("beyond the ceiling", scene.stay(person, { ...second(begin + 110), total: 20_000 }));
  },
} satisfies Planted;

/** A person of whose ceiling an expensive stay took three quarters, and what a further stay of half of it is. */
function spent(scene: Scene) {
  const { draw } = scene;
  const begin = startInYear(scene, 145);
  const { home, policy } = insuredOverYear(scene, begin, (policy) => capped(policy) !== null);
  const { ceiling, ratio } = capped(policy)!;
  const person = patient(scene, home, policy);
  /** Yuan of a stay of which the fund pays that share of the ceiling; about nine tenths of it are in scope. */
  const worth = (share: number) => (share * ceiling) / 100 / ratio / 0.9;
  const stay = (day: number, share: number) => ({
    place: hospitalAway(scene, home),
    begin: day,
    nights: draw.whole(18, 30),
    total: worth(share),
  });
  const first = scene.stay(person, stay(begin, draw.between(0.7, 0.8)));
  return { person, begin, first, stays: 1, ceiling, second: (day: number) => stay(day, draw.between(0.45, 0.6)) };
}

/** A low ceiling on what the fund pays, and one deductible whatever the admission, so that nothing but the ceiling hangs on what was before. */
function capped(policy: Policy): Capped | null {
  const stay = terms(policy, "TMP_REFER");
  const fits =
    isPlain(stay) && stay.ceiling !== null && stay.ceiling <= 30_000_000 && new Set(stay.standards).size === 1;
  return fits ? (stay as Capped) : null;
}
