import type { Planted } from "./declaration.ts";
import type { Area } from "./world.ts";

export default {
  card: "XR-11",
  act: "care elsewhere is settled directly though no filing covers it",
  strengths: {
    weak: "the filing ended five to twenty days before",
    medium: "the filing is for another province",
    strong: "there is no filing at all, and the long-term ratio was paid",
  },
  lookAlikes: {
    "no filing needed": "between provinces that count care as filed",
    emergency: "an emergency flag with an emergency's diagnosis, which counts as filed",
  },
  measure: { counts: "stays without a filing", from: 1 },
  per100k: 1.5,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const person = scene.person({ home, age: [35, 75], class: strength === "weak" ? "TMP_REFER" : "LT_RESIDE" });
    const place = scene.hospital(scene.away(home));
    const begin = scene.start(30);
    const paidAs = person.class;
    scene.reaches(1);
    if (strength === "weak") {
      const end = begin - draw.whole(5, 20);
      const filing = scene.filing(person, {
        place: place.area.province,
        begin: end - 183,
        end,
        created: (end - 183) * 1440 + 600,
      });
      scene.tell("out_appy_d", filing.number, "ended filing", person, null);
    }
    if (strength === "medium") {
      const other = scene.away(home, [150, 5000], ({ province }) => province !== place.area.province);
      const filing = scene.filing(person, {
        place: other.province,
        begin: begin - 200,
        created: (begin - 200) * 1440 + 600,
      });
      scene.tell("out_appy_d", filing.number, "filing for another province", person, null);
    }
    const stay = scene.stay(person, {
      place,
      begin,
      nights: draw.whole(4, 12),
      filing: null,
      filingClass: paidAs,
      emergency: false,
    });
    scene.truth("uncovered stay", stay, `paid as ${paidAs}`);
  },
  twin(scene, kind) {
    const begin = scene.start(30);
    if (kind === "emergency") {
      const home = scene.area();
      const person = scene.person({ home, age: [40, 75], class: "TMP_EMERG" });
      const stay = scene.stay(person, {
        place: scene.hospital(scene.away(home), [1]),
        begin,
        nights: 9,
        disease: "I21.900",
        emergency: true,
        filing: null,
      });
      scene.truth("emergency", stay);
      return;
    }
    // Before there were such regions there is no such twin.
    const spared = (home: Area, away: Area) => (scene.world.exemptSince(home, away) ?? Infinity) <= begin;
    const homes = scene.world.areas.filter((home) => scene.world.areas.some((away) => spared(home, away)));
    if (homes.length === 0) return;
    const home = scene.draw.pick(homes);
    const away = scene.area((area) => spared(home, area));
    const person = scene.person({ home, age: [35, 75] });
    const stay = scene.stay(person, {
      place: scene.hospital(away),
      begin,
      nights: 7,
      filing: null,
      filingClass: "EXEMPT",
    });
    scene.truth("stay in a no-filing region", stay);
  },
} satisfies Planted;
