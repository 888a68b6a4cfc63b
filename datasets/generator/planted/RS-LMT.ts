import type { Planted } from "./declaration.ts";
import { hospitalItems } from "./hospital-items.ts";
import type { Good } from "./records.ts";
import type { Scene } from "./scene.ts";

export default {
  card: "RS-LMT",
  act: "a drug that is payable only for certain conditions is paid though the hospital itself did not approve it",
  strengths: {
    weak: "one pack, up to some tens of yuan",
    medium: "one patient, 200 to 1,000 yuan",
    strong: "three to six patients of one hospital, 3,000 yuan and more each",
  },
  lookAlikes: {
    approved: "the same drug, approved",
    "left to the person": "not approved, and so wholly paid by the patient",
  },
  per100k: 6,
  days: 90,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = scene.start(60);
    const place = scene.hospital(scene.area(), [1]);
    for (let n = strength === "strong" ? draw.whole(3, 6) : 1; n > 0; n--) {
      const [low, high] = ({ weak: [1, 1], medium: [200, 1000], strong: [3000, 9000] } as const)[strength];
      const approved = draw.pick(["0", "2"] as const);
      const good = restricted(scene, draw.between(low, high), { approved, unrestricted: true });
      const stay = stayed(scene, place, begin + draw.whole(0, 40), good);
      scene.wrong(stay, "institution", null, "restricted, not approved, paid all the same");
    }
  },
  twin(scene, kind) {
    const place = scene.hospital(scene.area(), [1]);
    const good = restricted(scene, 2500, { approved: kind === "approved" ? "1" : "2" });
    scene.truth("stay", stayed(scene, place, scene.start(60), good));
  },
} satisfies Planted;

/** So many yuan of a drug with a condition. */
function restricted(scene: Scene, yuan: number, how: Partial<Good>): Good {
  const item = scene.draw.pick(
    hospitalItems(
      scene,
      ({ restriction, item_class, price_high }) =>
        restriction !== "" && item_class !== "03" && Number(price_high) < 800,
    ),
  );
  return { code: item.item_code, quantity: Math.ceil(yuan / Number(item.price_high)), ...how };
}

function stayed(scene: Scene, place: ReturnType<Scene["hospital"]>, begin: number, good: Good) {
  const home = scene.away(place.area);
  return scene.stay(scene.person({ home, scheme: "390", age: [35, 55] }), {
    place,
    begin,
    nights: scene.draw.whole(6, 14),
    total: scene.draw.between(15_000, 30_000),
    goods: [good],
  });
}
