import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-12",
  act: "residence elsewhere is only claimed, for the ratio of long-term residents: a promise instead of papers, one expensive stay, no life there",
  strengths: {
    weak: "a promise only and one expensive stay, but a visit there some months later or a file added",
    medium: "long-term filings for two or three provinces within half a year, a stay in each",
    strong: "one agent and one address for twenty and more filers, each with a stay and nothing else",
  },
  lookAlikes: {
    "retired and moved": "a promise only, but months of visits in the filed place, and some at home (双向享受)",
  },
  measure: { counts: "people of no life there, or provinces halved, or filers by twenties", from: 1 },
  per100k: 0.5,
  days: 250,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const away = scene.away(home);
    const filers = strength === "strong" ? draw.whole(19, 28) : 1;
    const agent = scene.agent();
    const address = `示例${away.code}小区${draw.whole(100, 999)}号`;
    for (let n = 0; n < filers; n++) {
      const person = scene.person({ home, age: [40, 70], class: "LT_RESIDE" });
      const begin = scene.start(240);
      const places = strength === "medium" ? draw.whole(2, 3) : 1;
      if (strength === "medium") scene.reaches(places / 2);
      for (let place = 0; place < places; place++) {
        const area = place === 0 ? away : scene.away(home, [150, 5000], ({ province }) => province !== away.province);
        const day = begin + 60 * place;
        const filing = scene.filing(person, {
          place: area.province,
          begin: day - 6,
          created: at(day - 6, 9, n),
          attachments: strength === "weak" && draw.chance(0.5) ? 1 : 0,
          ...(strength === "strong" ? { agent, address } : {}),
        });
        const stay = scene.stay(person, {
          place: scene.hospital(area, [1]),
          begin: day,
          nights: draw.whole(6, 14),
          total: draw.between(40_000, 110_000),
          filing,
        });
        scene.truth("expensive stay", stay, "long-term ratio");
        scene.tell("out_appy_d", filing.number, "filing by promise", person, null);
        if (strength === "weak") {
          const later = scene.visit(person, "outpatient", {
            place: scene.hospital(area),
            begin: at(day + draw.whole(100, 220), 10),
            filing,
          });
          scene.truth("a visit later", later);
          // By the card a visit within half a year is a life there.
          scene.reaches(Number(filing.attachments === 0 && later.begin - stay.end > 1440 * 180));
        }
      }
    }
    if (strength === "strong") scene.reaches(Math.max(1, filers / 20));
  },
  twin(scene) {
    const home = scene.area();
    const person = scene.person({ home, age: [62, 72], class: "LT_RETIRE", scheme: "310" });
    const away = scene.away(home);
    const begin = scene.start(245);
    const filing = scene.filing(person, {
      place: away.province,
      begin: begin - 20,
      created: at(begin - 20, 9),
      attachments: 0,
    });
    scene.truth(
      "expensive stay",
      scene.stay(person, { place: scene.hospital(away, [1]), begin: begin + 60, nights: 10, total: 60_000, filing }),
    );
    scene.tell("out_appy_d", filing.number, "filing by promise", person, null);
    for (let month = 0; month < 8; month++) {
      scene.truth(
        "life there",
        scene.visit(person, "pharmacy", { place: scene.pharmacy(away), begin: at(begin + 30 * month, 10), filing }),
      );
    }
    scene.truth(
      "a visit home",
      scene.visit(person, "outpatient", { place: scene.hospital(home), begin: at(begin + 130, 10) }),
    );
  },
} satisfies Planted;
