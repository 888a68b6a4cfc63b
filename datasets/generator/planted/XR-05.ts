import type { Planted } from "./declaration.ts";
import { dayOfMinute } from "./times.ts";

export default {
  card: "XR-05",
  act: "a hospital has people of one place collected, admitted together for little treatment and let go together",
  strengths: {
    weak: "five to eight people over two days",
    medium: "eight to twelve, admitted on one day",
    strong: "fifteen to twenty-five, in and out on the same days, one agent and few phones",
  },
  lookAlikes: {
    "flu among neighbours":
      "the hospital treats that area all year round, and the people leave on different days with what the illness takes",
  },
  measure: { counts: "people in and out within a day of each other", from: 8 },
  per100k: 0.4,
  days: 120,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const place = scene.hospital(scene.away(home), [3, 4, 2]);
    const members = { weak: draw.whole(5, 8), medium: draw.whole(8, 12), strong: draw.whole(15, 25) }[strength];
    const begin = scene.start(20);
    const nights = draw.whole(5, 8);
    const agent = scene.agent();
    const phones = Array.from({ length: 3 }, () => scene.person({ home }).phone);
    const dates: { day: number; left: number }[] = [];
    for (let n = 0; n < members; n++) {
      const person = scene.person({
        home,
        age: [55, 80],
        scheme: "390",
        ...(strength === "strong" ? { phone: draw.pick(phones) } : {}),
      });
      const day = begin + (strength === "weak" ? draw.whole(0, 2) : draw.chance(0.85) ? 0 : 1);
      const filing = scene.filing(person, {
        place: place.area.province,
        begin: begin - 2,
        created: (begin - 2) * 1440 + 600 + n,
        agent: strength === "weak" ? null : agent,
      });
      const stay = scene.stay(person, {
        place,
        begin: day,
        nights: begin + nights + (strength === "strong" ? 0 : draw.whole(0, 1)) - day,
        disease: draw.pick(["M51.200", "J44.100", "I10.x00"]),
        total: draw.between(3400, 4600),
        filing,
      });
      scene.truth("member", stay, `${members} members`);
      dates.push({ day, left: dayOfMinute(stay.end) });
    }
    const within = (date: number, first: number) => date === first || date === first + 1;
    const gathered = dates.flatMap(({ day: first }) =>
      dates.map(({ left: last }) => dates.filter(({ day, left }) => within(day, first) && within(left, last)).length),
    );
    scene.reaches(Math.max(...gathered));
  },
  twin(scene) {
    const { draw } = scene;
    const home = scene.area();
    const place = scene.hospital(scene.away(home, [80, 400]), [2]);
    const begin = scene.start(30, scene.from + 60);
    for (let n = 0; n < 10; n++) {
      const person = scene.person({ home, age: [3, 30], scheme: "390" });
      const stay = scene.stay(person, { place, begin: begin + draw.whole(0, 1), nights: 3 + n, disease: "J18.900" });
      scene.truth("neighbour with pneumonia", stay, "leaves on a day of its own");
    }
    for (let n = 0; n < 30; n++) {
      const day = begin - draw.whole(4, Math.min(170, begin - scene.from));
      const usual = scene.stay(scene.person({ home, age: [20, 80] }), { place, begin: day, nights: draw.whole(3, 9) });
      scene.truth("usual patient of this area", usual);
    }
  },
} satisfies Planted;
