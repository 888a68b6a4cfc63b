import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

export default {
  card: "XR-02",
  act: "somebody uses the card elsewhere while its owner is registered as an in-patient",
  strengths: {
    weak: "one purchase in another city of the province, on a day at the edge of the stay or inside it",
    medium: "two visits in another province inside the stay",
    strong: "three to six in another province, with drugs",
  },
  lookAlikes: {
    "family account":
      "a relative buys with the family account: nothing from the fund, nothing from the person's own purse",
    "prescription filled outside": "the hospital had a drug bought outside: the line says so (rx_circ_flag)",
  },
  measure: { counts: "purchases in another city on days inside the stay", from: 1 },
  per100k: 1.5,
  days: 60,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area(
      (area) => scene.world.areas.filter(({ province }) => province === area.province).length > 3,
    );
    const person = scene.person({ home, age: [45, 80], class: "LT_RESIDE" });
    const away = scene.away(home);
    const begin = scene.start(30);
    const nights = draw.whole(7, 15);
    const stay = scene.stay(person, { place: scene.hospital(away), begin, nights });
    scene.truth("stay", stay);
    const count = { weak: 1, medium: 2, strong: draw.whole(3, 6) }[strength];
    const near = scene.area(
      (area) => (area.province === away.province && area.code !== away.code) || area.province === home.province,
    );
    let inside = 0;
    for (let n = 0; n < count; n++) {
      const day = strength === "weak" ? begin + draw.whole(0, 2) : begin + draw.whole(2, nights - 2);
      if (day > begin && day < begin + nights) inside++;
      const place = scene.pharmacy(strength === "weak" ? near : home);
      const bought = scene.visit(person, "pharmacy", {
        place,
        begin: at(day, draw.whole(9, 19), draw.whole(0, 59)),
        disease: "I10.x00",
        credential: draw.pick(["03", "02"]),
        goods: [scene.good("阿托伐他汀钙片", draw.whole(1, 3)), scene.good("硝苯地平控释片", draw.whole(1, 4))],
      });
      scene.truth("use elsewhere", bought, `day ${day - begin} of ${nights}`);
    }
    scene.reaches(inside);
  },
  twin(scene, kind) {
    const home = scene.area();
    const person = scene.person({ home, age: [45, 80], scheme: "310" });
    const begin = scene.start(30);
    const nights = scene.draw.whole(7, 14);
    const stay = scene.stay(person, { place: scene.hospital(scene.away(home)), begin, nights });
    const moment = at(begin + 3, 11);
    const bought =
      kind === "family account"
        ? scene.visit(person, "pharmacy", {
            place: scene.pharmacy(home),
            begin: moment,
            total: 90,
            familyAccount: true,
            credential: "05",
          })
        : scene.visit(person, "pharmacy", {
            place: scene.pharmacy(stay.place.area),
            begin: moment,
            credential: "01",
            filled: false,
            goods: [scene.good("沙库巴曲缬沙坦钠片", 1, { outside: true })],
          });
    scene.truth("stay", stay);
    scene.truth("use elsewhere", bought);
  },
} satisfies Planted;
