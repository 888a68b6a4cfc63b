import type { Planted } from "./declaration.ts";
import { hospitalAway } from "./patients.ts";

export default {
  card: "RS-ID",
  act: "amounts of one settlement contradict each other: the record is broken on its way",
  strengths: {
    weak: "the person's share is off by two fen to one yuan",
    medium: "the fund's total is not what the funds paid, by 2 to 50 yuan",
    strong: "the parts of the cost do not make up the total, by 100 yuan and more",
  },
  lookAlikes: {
    "paid by a relative": "a part of the person's share stands as paid from a relative's account",
  },
  per100k: 6,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const [least, most] = ({ weak: [2, 100], medium: [200, 5000], strong: [10_000, 200_000] } as const)[strength];
    const off = draw.pick([-1, 1]) * draw.whole(least, most);
    const stay = scene.stay(scene.person({ home, age: [30, 75] }), {
      place: hospitalAway(scene, home),
      begin: scene.start(40),
      nights: draw.whole(4, 12),
      mistake: {
        off: { weak: { personal_share: off }, medium: { fund: off }, strong: { full_self_pay: off } }[strength],
      },
    });
    scene.wrong(stay, "record", null, `${off} fen off`);
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [30, 75], scheme: "310" });
    const wish = { place: hospitalAway(scene, home), begin: scene.start(40), nights: 7, familyShare: 30_000 };
    scene.truth("stay", scene.stay(person, wish));
  },
} satisfies Planted;
