import type { CatalogueItem } from "../../catalogue/columns.ts";
import type { Planted } from "./declaration.ts";
import { NothingHere } from "./draw.ts";
import { hospitalItems } from "./hospital-items.ts";
import type { Good } from "./records.ts";
import type { Scene } from "./scene.ts";
import type { Day } from "./times.ts";
import type { Institution } from "./world.ts";

export default {
  card: "RS-LINE",
  act: "a hospital's system splits a fee line otherwise than the catalogue of its province: what is not payable as payable, without first-pay, without the price limit",
  strengths: {
    weak: "a price limit is passed over by four fen to one yuan",
    medium: "one line without its first-pay or without its price limit, or a payable one left to the person",
    strong:
      "an item that is not payable is charged to four to eight patients of one hospital as if it were, 1,500 yuan and more each",
  },
  lookAlikes: {
    "the province's own share": "the first-pay is that of the province's catalogue, not of the national one",
    "claimed by hand": "split by the catalogue at home, which differs from that of the place of care",
  },
  per100k: 6,
  days: 90,
  plant(scene, strength) {
    const { draw } = scene;
    const begin = scene.start(60);
    const place = hospital(scene);
    if (strength === "strong") {
      const item = draw.pick(
        hospitalItems(scene, ({ item_class, price_high }) => item_class === "03" && Number(price_high) >= 100),
      );
      const recorded = { item_class: "02", first_pay_ratio: draw.pick(["0", "0.1"]), price_limit: "" };
      for (let n = draw.whole(4, 8); n > 0; n--) {
        const good = {
          code: item.item_code,
          quantity: Math.ceil(draw.between(1500, 6000) / Number(item.price_high)),
          recorded,
        };
        tell(scene, place, begin + draw.whole(0, 40), good, `${item.item_name}: not payable, charged as class B`);
      }
      return;
    }
    const kind = strength === "weak" ? "limit" : draw.pick(["limit", "first pay", "left"]);
    tell(scene, place, begin, wrongly[kind]!(scene, place, begin, strength === "weak"), kind);
  },
  twin(scene, kind) {
    const begin = scene.start(60);
    const byHand = kind === "claimed by hand";
    const home = scene.area();
    // Where one side's first-pay is its own.
    const [place, item] = search(scene, () => {
      const place = scene.hospital(scene.away(home), [1]);
      const own = hospitalItems(scene, (item) => {
        const share = (province: string) =>
          scene.world.charged(item.item_code, { province, tier: place.tier }, "390", begin)?.first_pay_ratio;
        const [there, here] = [share(place.area.province), share(home.province)];
        return there !== undefined && here !== undefined && (byHand ? there !== here : there !== item.first_pay_ratio);
      });
      return own.length > 0 ? ([place, scene.draw.pick(own)] as const) : null;
    });
    const stay = scene.stay(scene.person({ home, scheme: "390", age: [35, 55] }), {
      place,
      begin,
      nights: 8,
      total: 20_000,
      goods: [{ code: item.item_code, quantity: Math.ceil(1000 / Number(item.price_high)) }],
      ...(byHand ? { route: "manual" as const } : {}),
    });
    scene.truth("stay", stay, item.item_name);
  },
} satisfies Planted;

type Way = (scene: Scene, place: Institution, day: Day, small: boolean) => Good;

/** A line, and what it was wrongly charged by. */
const wrongly: Record<string, Way> = {
  limit(scene, place, day, small) {
    const item = listedAt(
      scene,
      place,
      day,
      ({ price_limit, item_class }) => price_limit !== "" && item_class !== "03",
    );
    const limit = Math.round(100 * Number(item.price_limit));
    const over = small ? scene.draw.whole(5, 110) : Math.ceil(limit * scene.draw.between(0.2, 0.6)) + 500;
    return { code: item.item_code, quantity: 1, price: limit + over, recorded: { price_limit: "" } };
  },
  "first pay"(scene, place, day) {
    const item = listedAt(
      scene,
      place,
      day,
      ({ first_pay_ratio, item_class }) =>
        item_class !== "03" && Number(first_pay_ratio) >= 0.1 && Number(first_pay_ratio) < 1,
    );
    return {
      code: item.item_code,
      quantity: unitsFor(item, scene.draw.between(300, 2000)),
      recorded: { item_class: "01", first_pay_ratio: "0" },
    };
  },
  left(scene, place, day) {
    const item = listedAt(scene, place, day, ({ item_class }) => item_class !== "03");
    return {
      code: item.item_code,
      quantity: unitsFor(item, scene.draw.between(200, 1500)),
      recorded: { item_class: "03", first_pay_ratio: "1" },
    };
  },
};

/** An item as that place has it, in everybody's scheme. */
function listedAt(
  scene: Scene,
  { area, tier }: Institution,
  day: Day,
  test: (item: CatalogueItem) => boolean,
): CatalogueItem {
  const listed = hospitalItems(scene, () => true).flatMap(
    ({ item_code }) => scene.world.charged(item_code, { province: area.province, tier }, "390", day) ?? [],
  );
  return scene.draw.pick(listed.filter((item) => test(item) && item.restriction === ""));
}

const unitsFor = ({ price_high }: CatalogueItem, yuan: number) => Math.ceil(yuan / Number(price_high));

const hospital = (scene: Scene) => scene.hospital(scene.area(), [1]);

function tell(scene: Scene, place: Institution, begin: Day, good: Good, detail: string) {
  const home = scene.away(place.area);
  const stay = scene.stay(scene.person({ home, scheme: "390", age: [35, 55] }), {
    place,
    begin,
    nights: scene.draw.whole(6, 14),
    total: scene.draw.between(12_000, 30_000),
    goods: [good],
  });
  scene.wrong(stay, "institution", null, detail);
}

function search<T>(scene: Scene, attempt: () => T | null): T {
  for (let n = 0; n < 200; n++) {
    const found = attempt();
    if (found !== null) return found;
  }
  throw new NothingHere(`no province with a catalogue of its own between ${scene.from} and ${scene.to}`);
}
