import type { Planted } from "./declaration.ts";
import { differByRatio, groupIn, hospitalAway, insuredOverYear, patient, TERTIARY, terms } from "./patients.ts";
import type { FilingClass } from "./records.ts";
import type { Scene } from "./scene.ts";

/** Filed as the first, paid as the second: to the fund's cost, and to the person's. */
const mixedUp: [FilingClass, FilingClass][] = [
  ["TMP_OTHER", "TMP_REFER"],
  ["TMP_REFER", "LT_RESIDE"],
  ["LT_RESIDE", "TMP_OTHER"],
];

export default {
  card: "RS-RATIO",
  act: "the insured agency's system pays by another ratio than the person's own: that of another filing class or group of persons",
  strengths: {
    weak: "what the ratio gives is off by two fen to one yuan, on both sides of what counts as rounding",
    medium: "one person paid as another filing class or as a pensioner, 8,000 to 20,000 yuan",
    strong: "four to nine travellers of one firm paid as long-term residents, 30,000 yuan and more each",
  },
  lookAlikes: {
    "filed while in hospital":
      "a referral filed after admission and before the settlement; without it the ratio would be lower",
    "taken back and settled again": "paid by the wrong ratio, taken back, settled again by the right one",
    "treated at home": "long-term resident elsewhere, treated in the own province at the ratio for returning",
    "emergency without a filing": "an emergency counts as filed",
  },
  per100k: 6,
  days: 90,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = scene.start(60);
    if (strength === "weak") return weak(scene, begin);
    if (strength === "medium" && draw.chance(0.3)) return asPensioner(scene, begin);
    const [filed, paid] = strength === "strong" ? (["TMP_OTHER", "LT_RESIDE"] as const) : draw.pick(mixedUp);
    const { home, policy } = insuredOverYear(scene, begin, (policy) =>
      differByRatio(terms(policy, filed), terms(policy, paid)),
    );
    const employer = `${home.code}E${draw.whole(1000, 9999)}`;
    for (let n = strength === "strong" ? draw.whole(4, 9) : 1; n > 0; n--) {
      const stay = scene.stay(patient(scene, home, policy, { class: filed, employer }), {
        place: hospitalAway(scene, home),
        begin: begin + draw.whole(0, 40),
        nights: draw.whole(6, 15),
        total: strength === "strong" ? draw.between(30_000, 60_000) : draw.between(8000, 20_000),
        mistake: { filing: paid },
      });
      scene.wrong(stay, "insured_agency", `filing:${paid}`, `filed as ${filed}`);
    }
  },
  twin(scene, kind) {
    const { draw } = scene;
    const begin = scene.start(60);
    const own: FilingClass =
      {
        "filed while in hospital": "TMP_REFER" as const,
        "treated at home": "LT_RESIDE" as const,
        "emergency without a filing": "TMP_EMERG" as const,
      }[kind] ?? "TMP_OTHER";
    const { home, policy } = insuredOverYear(
      scene,
      begin,
      (policy) =>
        differByRatio(terms(policy, own), terms(policy, own === "LT_RESIDE" ? "TMP_OTHER" : "LT_RESIDE")) &&
        policy.emergencyAsFiled,
    );
    const person = patient(scene, home, policy, { class: own });
    const wish = { begin, nights: draw.whole(6, 12), total: draw.between(15_000, 40_000) };
    const place = hospitalAway(scene, home);
    if (kind === "filed while in hospital") {
      const created = (begin + 2) * 1440 + 600;
      const filing = scene.filing(person, { place: place.area.province, begin, created });
      scene.truth("stay", scene.stay(person, { ...wish, place, filing }), "filed on the third day");
    } else if (kind === "treated at home") {
      const away = scene.away(home);
      scene.filing(person, { place: away.province, begin: begin - 300, created: (begin - 300) * 1440 + 600 });
      scene.truth("stay at home", scene.stay(person, { ...wish, place: scene.hospital(home, [1]) }));
    } else if (kind === "emergency without a filing") {
      scene.truth("emergency", scene.stay(person, { ...wish, place, filing: null, emergency: true }));
    } else {
      const settled = (begin + wish.nights) * 1440 + 600;
      const wrong = scene.stay(person, { ...wish, place, settled, takenBack: true, mistake: { filing: "LT_RESIDE" } });
      scene.truth("taken back", wrong, "paid as LT_RESIDE");
      scene.truth("settled again", scene.stay(person, { ...wish, place, settled: settled + 240 }));
    }
  },
} satisfies Planted;

function weak(scene: Scene, begin: number) {
  const { draw } = scene;
  const { home, policy } = insuredOverYear(scene, begin, (policy) => terms(policy, "TMP_REFER")?.ratio !== null);
  const off = draw.pick([-1, 1]) * (draw.chance(0.3) ? draw.whole(2, 5) : draw.whole(6, 100));
  const stay = scene.stay(patient(scene, home, policy), {
    place: hospitalAway(scene, home),
    begin,
    nights: draw.whole(5, 12),
    mistake: { off: { basic_fund: off } },
  });
  scene.wrong(stay, "insured_agency", null, `${off} fen off`);
}

function asPensioner(scene: Scene, begin: number) {
  const { draw } = scene;
  const { home, policy } = insuredOverYear(
    scene,
    begin,
    (policy) =>
      policy.scheme === "310" &&
      differByRatio(terms(policy, "TMP_REFER"), policy.stay("retired", TERTIARY, "TMP_REFER")) &&
      groupIn(policy) === "active",
  );
  const stay = scene.stay(patient(scene, home, policy), {
    place: hospitalAway(scene, home),
    begin,
    nights: draw.whole(5, 12),
    total: draw.between(10_000, 20_000),
    mistake: { group: "retired" },
  });
  scene.wrong(stay, "insured_agency", "group:retired", "still at work");
}
