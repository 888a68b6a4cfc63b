import type { Planted } from "./declaration.ts";
import { hospitalAway, insuredOverYear, isPlain, patient, startInYear, terms } from "./patients.ts";
import type { Scene } from "./scene.ts";
import { type Day, dayOf, yearOf } from "./times.ts";

export default {
  card: "RS-DEDC",
  act: "the deductible of another admission, or of a hospital of another tier, is taken",
  strengths: {
    weak: "the deductible is off by three fen to one yuan",
    medium: "a first admission of the year taken for a second, or a second for a first",
    strong:
      "a tertiary hospital is kept as a secondary one: so all its patients from one area, three to six, pay too little themselves",
  },
  lookAlikes: {
    "second admission": "a lower deductible, because it is the second stay of the year",
    "interim settlement": "a long stay settled twice, its deductible taken once",
    transfer: "sent on to another hospital on the day of leaving, where the policy takes one deductible for both",
    "over the turn of the year":
      "admitted in December after stays before, left in January: the first admission of the new year",
  },
  per100k: 6,
  days: 120,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = startInYear(scene, 80);
    if (strength === "strong") return wrongTier(scene, begin);
    const { home, policy } = insuredOverYear(scene, begin, (policy) => {
      const stay = terms(policy, "TMP_REFER");
      return (
        isPlain(stay) && (strength === "weak" || (stay.standards.length > 1 && stay.standards[0] !== stay.standards[1]))
      );
    });
    const person = patient(scene, home, policy);
    const stay = (day: Day, mistake?: Parameters<Scene["stay"]>[1]["mistake"]) =>
      scene.stay(person, {
        place: hospitalAway(scene, home),
        begin: day,
        nights: draw.whole(5, 12),
        total: draw.between(9000, 25_000),
        ...(mistake ? { mistake } : {}),
      });
    if (strength === "weak") {
      const off = draw.pick([-1, 1]) * draw.whole(3, 100);
      const ratio = terms(policy, "TMP_REFER")!.ratio!;
      const wrong = stay(begin, { off: { deductible_paid: off, basic_fund: -Math.round(off * ratio) } });
      scene.wrong(wrong, "insured_agency", null, `${off} fen off`);
    } else if (draw.chance(0.5)) {
      const wrong = stay(begin, { before: { admissions: 1, basicFund: 0 } });
      scene.wrong(wrong, "insured_agency", "admission:2", "the first of the year");
    } else {
      stay(begin);
      const wrong = stay(begin + draw.whole(30, 60), { before: { admissions: 0, basicFund: 0 } });
      scene.wrong(wrong, "insured_agency", "admission:1", "the second of the year");
    }
  },
  twin(scene, kind) {
    const { draw } = scene;
    if (kind === "over the turn of the year") return turnOfYear(scene);
    const begin = startInYear(scene, 100);
    const merged = { "interim settlement": ["interim", "both"], transfer: ["transfer", "both"] }[kind];
    const { home, policy } = insuredOverYear(scene, begin, (policy) => {
      const stay = terms(policy, "TMP_REFER");
      return isPlain(stay) && (merged?.includes(stay.merged) ?? stay.standards[0] !== stay.standards[1]);
    });
    const person = patient(scene, home, policy);
    const place = hospitalAway(scene, home);
    if (kind === "interim settlement") {
      for (const part of scene.interim(person, {
        place,
        begin,
        nights: 40,
        after: 20,
        total: draw.between(40_000, 90_000),
      })) {
        scene.truth(`${part.kind} settlement`, part);
      }
      return;
    }
    const first = scene.stay(person, {
      place,
      begin,
      nights: 8,
      disease: "J18.900",
      total: draw.between(12_000, 20_000),
    });
    scene.truth("first stay", first);
    if (kind === "transfer") {
      const other = draw.pick(place.area.hospitals.filter((hospital) => hospital !== place));
      scene.truth(
        "sent on",
        scene.stay(person, { place: other, begin: begin + 8, nights: 9, disease: "J18.900", admittedAt: 15 }),
      );
    } else {
      scene.truth(
        "second stay",
        scene.stay(person, { place, begin: begin + 60, nights: 7, total: draw.between(12_000, 20_000) }),
      );
    }
  },
} satisfies Planted;

function wrongTier(scene: Scene, begin: Day) {
  const { draw } = scene;
  const { home, policy } = insuredOverYear(scene, begin, (policy) => {
    const [own, other] = [terms(policy, "TMP_REFER"), terms(policy, "TMP_REFER", 2)];
    return isPlain(own) && isPlain(other) && own.standards[0] !== other.standards[0];
  });
  const place = hospitalAway(scene, home);
  for (let n = draw.whole(3, 6); n > 0; n--) {
    const stay = scene.stay(patient(scene, home, policy), {
      place,
      begin: begin + draw.whole(0, 60),
      nights: draw.whole(5, 14),
      total: draw.between(12_000, 40_000),
      mistake: { tier: 2 },
    });
    scene.wrong(stay, "insured_agency", "tier:2", "tertiary, kept as secondary");
  }
}

/** Nothing to tell of a run without a January. */
function turnOfYear(scene: Scene) {
  const newYear = [yearOf(scene.from), yearOf(scene.from) + 1]
    .map((year) => dayOf(`${year}-01-01`))
    .find((day) => day >= scene.from && day + 60 <= scene.to);
  if (newYear === undefined) return;
  const { home, policy } = insuredOverYear(scene, newYear, (policy) => {
    const stay = terms(policy, "TMP_REFER");
    return !policy.splitsYears && isPlain(stay) && stay.standards[0] !== stay.standards[1];
  });
  const person = patient(scene, home, policy);
  const place = hospitalAway(scene, home);
  scene.truth("first of the new year", scene.stay(person, { place, begin: newYear - 6, nights: 12, total: 16_000 }));
  scene.truth("second", scene.stay(person, { place, begin: newYear + 30, nights: 8, total: 14_000 }));
}
