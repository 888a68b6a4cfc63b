import type { Planted } from "./declaration.ts";
import { at } from "./times.ts";

const drugs = ["阿托伐他汀钙片", "氯吡格雷片", "复方丹参滴丸", "瑞舒伐他汀钙片", "沙库巴曲缬沙坦钠片"];

export default {
  card: "XR-08",
  act: "packs that were paid for are bought back and sold again elsewhere: the same trace code is settled twice",
  strengths: {
    weak: "one pack, weeks apart, in one province",
    medium: "three packs in another province",
    strong: "eight to fifteen packs, some sold a third time",
  },
  lookAlikes: {
    "split packs":
      "one pack is handed out in parts, each with the same code; the parts add up to no more than the pack",
    "returned and sold again": "the first sale was given back (returned), the pack was sealed and sold once",
  },
  measure: { counts: "packs settled in two provinces", from: 1 },
  per100k: 1.5,
  days: 90,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const name = draw.pick(drugs);
    const packs = { weak: 1, medium: 3, strong: draw.whole(8, 15) }[strength];
    const first = scene.pharmacy(home);
    const second = scene.pharmacy(
      strength === "weak" ? scene.area(({ province }) => province === home.province) : scene.away(home),
    );
    scene.reaches(strength === "weak" ? 0 : packs);
    const begin = scene.start(85);
    for (let n = 0; n < packs; n++) {
      const code = scene.packCode();
      const times = strength === "strong" && n % 4 === 0 ? 3 : 2;
      for (let time = 0; time < times; time++) {
        const buyer = scene.person({ home: time === 0 ? home : second.area, age: [40, 80], scheme: "310" });
        const sold = scene.visit(buyer, "pharmacy", {
          place: time % 2 === 0 ? first : second,
          begin: at(begin + 20 * time + draw.whole(0, 12), draw.whole(9, 19), draw.whole(0, 59)),
          disease: "I10.x00",
          goods: [scene.good(name, 1)],
          filled: false,
        });
        scene.trace(sold, code, scene.world.named(name).item_code);
        scene.truth(`sale ${time + 1}`, sold, code);
        scene.tell("trace_code", code, `sale ${time + 1}`, buyer, sold.place);
      }
    }
  },
  twin(scene, kind) {
    const home = scene.area();
    const place = scene.pharmacy(home);
    const begin = scene.start(30);
    const code = scene.packCode();
    const item = scene.world.named("阿托伐他汀钙片").item_code;
    const split = kind === "split packs";
    for (let n = 0; n < (split ? 4 : 2); n++) {
      const buyer = scene.person({ home, age: [40, 80], scheme: "310" });
      const sold = scene.visit(buyer, "pharmacy", {
        place,
        begin: at(begin + 2 * n, 10 + n),
        disease: "I10.x00",
        goods: [scene.good("阿托伐他汀钙片", split ? 0.25 : 1)],
        filled: false,
      });
      scene.trace(sold, code, item, split ? { quantity: 0.25, splitPack: true } : { returned: n === 0 });
      scene.truth(split ? "part of a pack" : n === 0 ? "given back" : "sold again", sold, code);
      scene.tell("trace_code", code, split ? "part of a pack" : "pack", buyer, place);
    }
  },
} satisfies Planted;
