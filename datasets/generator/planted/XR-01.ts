import type { Planted } from "./declaration.ts";

export default {
  card: "XR-01",
  act: "a hospital keeps a person on its books as an in-patient who lies in a hospital of another province",
  strengths: {
    weak: "the stays share no night or one: a late entry would explain it",
    medium: "two or three nights in both",
    strong: "the second stay lies wholly inside the first, four nights and more",
  },
  lookAlikes: {
    "late discharge registration":
      "the first hospital charged nothing after the day before the second stay; it entered the discharge a day late",
    "transfer on the same day":
      "the second stay begins when the first ends, and its filing names the first hospital as the one that referred",
  },
  measure: { counts: "nights in both hospitals", from: 1 },
  per100k: 1.5,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [50, 80] });
    const nights = draw.whole(8, 14);
    const begin = scene.start(40);
    const shared = { weak: draw.whole(0, 1), medium: draw.whole(2, 3), strong: draw.whole(4, 6) }[strength];
    const kept = scene.stay(person, { place: scene.hospital(home, [2, 3]), begin, nights, total: 320 * nights });
    const inside = strength === "strong" ? draw.whole(1, nights - shared - 1) : nights - shared;
    const second = scene.stay(person, {
      place: scene.hospital(scene.away(home)),
      begin: begin + inside,
      nights: strength === "strong" ? shared : shared + draw.whole(3, 8),
      admittedAt: 15,
    });
    scene.reaches(shared);
    scene.truth("kept on the books", kept, `${shared} nights shared`);
    scene.truth("really there", second, `${shared} nights shared`);
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [40, 80] });
    const first = scene.hospital(home);
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(40);
    const nights = scene.draw.whole(4, 8);
    const late = kind === "late discharge registration";
    const a = scene.stay(person, {
      place: first,
      begin,
      nights,
      disease: "J18.900",
      leavingAt: 9,
      filled: !late,
      goods: late ? bedside(scene, begin, nights) : [],
    });
    const day = begin + nights - Number(late);
    const filing = scene.filing(person, {
      place: place.area.province,
      begin: day - 1,
      created: (day - 1) * 1440 + 660,
      referredBy: first.code,
    });
    const b = scene.stay(person, { place, begin: day, nights: 7, disease: "J18.900", admittedAt: 15, filing });
    scene.truth("first stay", a);
    scene.truth("second stay", b, late ? "first stay charged until the day before" : `referred by ${first.code}`);
  },
} satisfies Planted;

/** What was charged until the person really left, a day before the one entered. */
function bedside(scene: Parameters<Planted["twin"]>[0], begin: number, nights: number) {
  return Array.from({ length: nights - 1 }, (_, night) => (begin + night) * 1440 + 1200).flatMap((moment) => [
    scene.good("普通病房床位费", 1, { at: moment }),
    scene.good("Ⅱ级护理", 1, { at: moment }),
    scene.good("左氧氟沙星氯化钠注射液", 2, { at: moment }),
  ]);
}
