import type { Planted } from "./declaration.ts";

export default {
  card: "XR-20",
  act: "an invoice is altered before it is claimed: a digit in front of an amount",
  strengths: {
    weak: "one price raised by half to three times",
    medium: "a digit before one price: 452 becomes 5,452",
    strong: "a digit before the total: 15,263 becomes 105,263",
  },
  lookAlikes: { "dear by its kind": "expensive implants at their usual prices: the total is high, no price is" },
  measure: { counts: "price in times of the usual one", from: 3 },
  per100k: 1.5,
  days: 90,
  plant(scene, strength) {
    const { draw } = scene;
    const home = scene.area();
    const begin = scene.start(88);
    const disease = "K80.200";
    const goods = [scene.good("胆囊切除术", 1), scene.good("超声刀头", 1)];
    const price = draw.whole(320, 680);
    const altered = {
      weak: price * draw.between(1.5, 3),
      medium: price + 1000 * draw.whole(4, 9),
      strong: price + 90_000,
    }[strength];
    const claim = scene.stay(scene.person({ home, age: [35, 70] }), {
      place: scene.hospital(scene.away(home)),
      begin,
      nights: draw.whole(5, 9),
      disease,
      total: 12_000 + altered - price,
      route: "manual",
      goods: [...goods, scene.good("一次性穿刺器", 1, { price: Math.round(100 * altered) })],
    });
    scene.reaches(altered / price);
    scene.truth("altered invoice", claim, `${price} became ${Math.round(altered)} yuan`);
    scene.tell("fee_list_d", `${scene.keyOf(claim)}/1003`, "altered line", claim.person, claim.place);
  },
  twin(scene) {
    const home = scene.area();
    const claim = scene.stay(scene.person({ home, age: [60, 80] }), {
      place: scene.hospital(scene.away(home), [1]),
      begin: scene.start(88),
      nights: 12,
      disease: "M48.000",
      total: 72_000,
      route: "manual",
      goods: [scene.good("椎弓根螺钉系统", 6), scene.good("椎间融合器", 3), scene.good("椎间盘摘除术", 1)],
    });
    scene.truth("dear claim", claim);
  },
} satisfies Planted;
