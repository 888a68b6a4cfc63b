import type { Planted } from "./declaration.ts";
import { differByRatio, hospitalAway, insuredOverYear, patient, terms } from "./patients.ts";
import type { Scene } from "./scene.ts";
import { at, dayOfMinute } from "./times.ts";

export default {
  card: "XR-10",
  act: "a stay is paid by a filing class that the person did not have: a long-term filing is made up afterwards, by a promise, to fit what was paid",
  strengths: {
    weak: "a referral with papers, filed a day or two after the settlement; paid as referred",
    medium: "long-term residence by a promise only, made days after the stay and dated back, withdrawn within months",
    strong: "the same for four to eight travellers by one agent, with one address",
  },
  lookAlikes: {
    "moved during the stay":
      "first filed as travelling, then, with papers and before the settlement, as living there; paid as living there",
    "emergency by the policy": "no filing, but an emergency, which the policy counts as filed",
  },
  measure: { counts: "filings by promise made up after the settlement", from: 1 },
  per100k: 2,
  days: 200,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = scene.start(190);
    const paid = strength === "weak" ? "TMP_REFER" : "LT_RESIDE";
    const { home, policy } = insuredOverYear(scene, begin, (policy) =>
      differByRatio(terms(policy, "TMP_OTHER"), terms(policy, paid)),
    );
    const place = hospitalAway(scene, home);
    const together =
      strength === "strong"
        ? { agent: scene.agent(), address: `示例${place.area.code}小区${draw.whole(100, 999)}号` }
        : {};
    const travellers = strength === "strong" ? draw.whole(4, 8) : 1;
    scene.reaches(strength === "weak" ? 0 : travellers);
    for (let n = travellers; n > 0; n--) {
      const person = patient(scene, home, policy, { class: "TMP_OTHER" });
      const stay = scene.stay(person, {
        place,
        begin: begin + draw.whole(0, 30),
        nights: draw.whole(6, 14),
        total: strength === "weak" ? draw.between(6000, 12_000) : draw.between(25_000, 60_000),
        mistake: { filing: paid },
      });
      scene.wrong(stay, "insured_agency", `filing:${paid}`, "filed as travelling at the time of the settlement");
      made(scene, stay, paid, strength === "weak", strength === "medium", together);
    }
  },
  twin(scene, kind) {
    const begin = scene.start(60);
    const moved = kind === "moved during the stay";
    const { home, policy } = insuredOverYear(
      scene,
      begin,
      (policy) => policy.emergencyAsFiled && differByRatio(terms(policy, "TMP_OTHER"), terms(policy, "LT_RESIDE")),
    );
    const place = hospitalAway(scene, home);
    const person = patient(scene, home, policy, { class: moved ? "LT_RESIDE" : "TMP_EMERG" });
    const wish = { place, begin, nights: 10, total: 30_000 };
    if (!moved) return scene.truth("emergency", scene.stay(person, { ...wish, filing: null, emergency: true }));
    const { province } = place.area;
    const first = scene.filing(person, {
      class: "TMP_OTHER",
      place: province,
      begin: begin - 3,
      created: at(begin - 3, 9),
    });
    const filing = scene.filing(person, { place: province, begin, created: at(begin + 3, 10), attachments: 2 });
    scene.truth("stay", scene.stay(person, { ...wish, filing }));
    scene.tell("out_appy_d", first.number, "filed as travelling", person, null);
    scene.tell("out_appy_d", filing.number, "filed as living there", person, null);
  },
} satisfies Planted;

/** The filing that was made up after the settlement. */
function made(
  scene: Scene,
  { person, place, begin, settled }: ReturnType<Scene["stay"]>,
  filed: "TMP_REFER" | "LT_RESIDE",
  papers: boolean,
  withdrawn: boolean,
  together: object,
) {
  const { draw } = scene;
  const created = settled + 1440 * (papers ? draw.whole(1, 2) : draw.whole(2, 15));
  const filing = scene.filing(person, {
    class: filed,
    place: place.area.province,
    begin: dayOfMinute(begin) - draw.whole(1, 20),
    created,
    attachments: papers ? 1 : 0,
    ...(withdrawn ? { updated: created + 1440 * draw.whole(20, 110), cancelled: true } : {}),
    ...together,
  });
  scene.tell("out_appy_d", filing.number, "filing made up", person, null, "created after the settlement");
}
