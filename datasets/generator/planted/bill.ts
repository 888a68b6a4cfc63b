import type { CatalogueItem } from "../../catalogue/columns.ts";
import { fraction } from "../../catalogue/fraction.ts";
import type { Good, Visit } from "./records.ts";
import { at, dayOfMinute, type Minute } from "./times.ts";
import type { Institution, World } from "./world.ts";

/** A fee line, money in fen, split as the catalogue of the place of care says (domain note §2.3). */
export interface Line {
  item: CatalogueItem;
  quantity: number;
  /** Yuan with up to six decimals. */
  price: string;
  amount: number;
  fullSelfPay: number;
  overLimit: number;
  firstPay: number;
  inScope: number;
  days: number | null;
  doctor: string;
  at: Minute;
  outside: boolean;
}

/** What a night and a stay bring as a rule: item, units by nights, units besides. */
const usual: [name: string, perNight: number, once: number][] = [
  ["普通病房床位费", 1, 0],
  ["住院诊查费", 1, 0],
  ["Ⅱ级护理", 1, 0],
  ["静脉输液", 1, 0],
  ["氯化钠注射液", 2, 0],
  ["血细胞分析(五分类)", 0, 2],
  ["彩色多普勒超声常规检查", 0, 1],
  ["X线计算机体层(CT)平扫", 0, 1],
];
const settled = {
  inpatient: "左氧氟沙星氯化钠注射液",
  outpatient: "头孢曲松钠注射剂",
  chronic: "葡萄糖注射液",
  pharmacy: "板蓝根颗粒",
};

/** The lines of a visit: its goods, then what is usual, then two that make up the total in scope and out of it. */
export function linesOf(visit: Visit, world: World): Line[] {
  const lines = visit.goods.flatMap((good) => charge(visit, world, good));
  const sum = () => lines.reduce((total, { amount }) => total + amount, 0);
  if (visit.familyAccount) return [...lines, ...rounding(visit, world, "西洋参", visit.total - sum())];
  if (!visit.filled) return lines;
  for (const good of usualGoods(visit, world)) {
    const [line] = charge(visit, world, good);
    if (line && line.amount <= (visit.total - sum()) * 0.3) lines.push(line);
  }
  const left = Math.max(0, visit.total - sum());
  const outside = visit.care === "pharmacy" ? 0 : Math.round(left * (0.04 + 0.12 * fraction(`${visit.i} outside`)));
  lines.push(...rounding(visit, world, settled[visit.care], left - outside));
  lines.push(...rounding(visit, world, visit.care === "inpatient" ? "镇痛泵" : "西洋参", outside));
  return lines;
}

function usualGoods(visit: Visit, world: World): Good[] {
  const nights = Math.max(1, dayOfMinute(visit.end) - dayOfMinute(visit.begin));
  const services: Good[] =
    visit.care === "inpatient"
      ? usual.map(([name, perNight, once]) => ({
          code: world.named(name).item_code,
          quantity: perNight * nights + once,
        }))
      : visit.care === "pharmacy"
        ? []
        : [{ code: world.named("普通门诊诊查费").item_code, quantity: 1 }];
  const drugs = world
    .goodsFor(visit.care, visit.disease.code)
    .map((item) => ({ item, draw: fraction(`${visit.i} ${item.item_code}`) }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, visit.care === "inpatient" ? 4 : 1);
  return [...services, ...drugs.map(({ item }) => packs(item, visit))];
}

/** As many units as a month's supply, or as a few days in hospital take. */
function packs(item: CatalogueItem, visit: Visit): Good {
  const days = Number(item.days_supply);
  if (days > 0 && visit.care !== "inpatient") {
    const quantity = Math.max(1, Math.floor(30 / days));
    return { code: item.item_code, quantity, days: Math.min(30, quantity * days) };
  }
  return { code: item.item_code, quantity: 1 + Math.floor(4 * fraction(`${visit.i} units ${item.item_code}`)) };
}

function charge(visit: Visit, world: World, good: Good): Line[] {
  const item = world.charged(good.code, visit.place, visit.person.scheme, dayOfMinute(visit.begin));
  if (!item) return [];
  const limit = item.price_limit === "" ? null : Math.round(100 * Number(item.price_limit));
  const price = good.price ?? usualPrice(item, visit.place, limit);
  const amount = Math.round(price * good.quantity);
  const restricted = item.item_class === "03" || Number(item.first_pay_ratio) >= 1;
  const over = limit === null || restricted ? 0 : Math.round(Math.max(0, price - limit) * good.quantity);
  const firstPay = restricted ? 0 : halfUp(amount - over, item.first_pay_ratio);
  return [
    {
      item,
      quantity: good.quantity,
      price: (price / 100).toFixed(6),
      amount,
      fullSelfPay: restricted ? amount : 0,
      overLimit: over,
      firstPay,
      inScope: restricted ? 0 : amount - over - firstPay,
      days: good.days === undefined || good.days === 0 ? null : good.days,
      doctor: good.doctor ?? visit.doctor,
      at: good.at ?? momentOf(visit, good.code),
      outside: good.outside ?? false,
    },
  ];
}

/** So many units of an item, at or below its usual price, as make up the amount. */
function rounding(visit: Visit, world: World, name: string, amount: number): Line[] {
  if (amount <= 0) return [];
  const item = world.charged(world.named(name).item_code, visit.place, visit.person.scheme, dayOfMinute(visit.begin));
  if (!item) throw new Error(`${name} is not listed on the day`);
  const units = Math.max(1, Math.ceil(amount / Math.round(100 * Number(item.price_high))));
  const own = item.item_class === "03";
  return [
    {
      item,
      quantity: units,
      price: (amount / units / 100).toFixed(6),
      amount,
      fullSelfPay: own ? amount : 0,
      overLimit: 0,
      firstPay: 0,
      inScope: own ? 0 : amount,
      days: null,
      doctor: visit.doctor,
      at: momentOf(visit, item.item_code),
      outside: false,
    },
  ];
}

/** An institution's price of an item in fen, the same all year; services do not go beyond their limit. */
function usualPrice(item: CatalogueItem, place: Institution, limit: number | null): number {
  const [low, high] = [100 * Number(item.price_low), 100 * Number(item.price_high)];
  const price = Math.round(low + (high - low) * fraction(`${place.code} ${item.item_code}`));
  return item.list_type === "201" && limit !== null ? Math.min(price, limit) : price;
}

function momentOf(visit: Visit, salt: string): Minute {
  if (visit.care !== "inpatient")
    return visit.begin - 5 >= at(dayOfMinute(visit.begin), 0) ? visit.begin - 5 : visit.begin;
  return Math.floor(visit.begin + (visit.end - visit.begin) * fraction(`${visit.i} ${salt} at`));
}

/** Fen × ratio, half up, the ratio a decimal text of at most four places. */
export function halfUp(fen: number, ratio: string | number): number {
  return Math.floor((fen * Math.round(10_000 * Number(ratio)) + 5000) / 10_000);
}
