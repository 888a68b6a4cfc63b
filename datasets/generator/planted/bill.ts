import type { CatalogueItem } from "../../catalogue/columns.ts";
import { fraction } from "../../catalogue/fraction.ts";
import type { Good, Visit } from "./records.ts";
import { at, type Day, dayOfMinute, type Minute } from "./times.ts";
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
  /** What would have been in scope, had it been charged rightly. */
  inScopeDue: number;
  days: number | null;
  doctor: string;
  at: Minute;
  outside: boolean;
  approved: string | null;
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
/** What makes up the rest: drugs that the national list has wholly in scope, without a price limit. */
const roundedBy = {
  inpatient: ["左氧氟沙星氯化钠注射液", "头孢曲松钠注射剂", "复方丹参滴丸", "呋塞米注射液"],
  outpatient: ["头孢曲松钠注射剂"],
  chronic: ["葡萄糖注射液"],
  pharmacy: ["板蓝根颗粒"],
};

/** The lines of a visit: its goods, then what is usual, then those that make up the total in scope and out of it. */
export function linesOf(visit: Visit, world: World): Line[] {
  const lines = visit.goods.flatMap((good) => charge(visit, world, good));
  const sum = () => lines.reduce((total, { amount }) => total + amount, 0);
  if (visit.familyAccount) return [...lines, ...rounding(visit, world, "西洋参", visit.total - sum())];
  if (!visit.filled) return lines;
  for (const good of services(visit, world)) {
    const [line] = charge(visit, world, good);
    if (line && line.amount <= (visit.total - sum()) * 0.3) lines.push(line);
  }
  for (const item of goodsDrawn(visit, world)) {
    const [line] = charge(visit, world, packs(item, visit, (visit.total - sum()) * 0.35));
    if (line && line.amount <= (visit.total - sum()) * 0.5) lines.push(line);
  }
  const left = Math.max(0, visit.total - sum());
  const outside = visit.care === "pharmacy" ? 0 : Math.round(left * (0.04 + 0.12 * fraction(`${visit.i} outside`)));
  const drugs = roundedBy[visit.care];
  for (const [n, name] of drugs.entries()) {
    lines.push(...rounding(visit, world, name, shareOf(left - outside, n, drugs.length)));
  }
  lines.push(...rounding(visit, world, visit.care === "inpatient" ? "镇痛泵" : "西洋参", outside));
  return lines;
}

/** The n-th of equal parts in whole fen; together they are the whole. */
const shareOf = (fen: number, n: number, parts: number) =>
  Math.floor((fen * (n + 1)) / parts) - Math.floor((fen * n) / parts);

function services(visit: Visit, world: World): Good[] {
  const nights = Math.max(1, dayOfMinute(visit.end) - dayOfMinute(visit.begin));
  if (visit.care === "pharmacy") return [];
  if (visit.care !== "inpatient") return [{ code: world.named("普通门诊诊查费").item_code, quantity: 1 }];
  return usual.map(([name, perNight, once]) => ({
    code: world.named(name).item_code,
    quantity: perNight * nights + once,
  }));
}

/** Some of what a diagnosis takes, in an order of their own for each visit. */
function goodsDrawn(visit: Visit, world: World): CatalogueItem[] {
  return world
    .goodsFor(visit.care, visit.disease.code)
    .map((item) => ({ item, draw: fraction(`${visit.i} ${item.item_code}`) }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, { inpatient: 8, outpatient: 1, chronic: 3, pharmacy: 1 }[visit.care])
    .map(({ item }) => item);
}

/** As many units as a month's supply, or in hospital as the budget (fen) allows; operations and examinations once. */
function packs(item: CatalogueItem, visit: Visit, budget: number): Good {
  const days = Number(item.days_supply);
  if (days > 0 && visit.care !== "inpatient") {
    const quantity = Math.max(1, Math.floor(30 / days));
    return { code: item.item_code, quantity, days: Math.min(30, quantity * days) };
  }
  if (item.list_type === "201") return { code: item.item_code, quantity: 1 };
  return {
    code: item.item_code,
    quantity: Math.max(1, Math.min(24, Math.floor(budget / (100 * Number(item.price_high))))),
  };
}

function charge(visit: Visit, world: World, good: Good): Line[] {
  const at = good.at ?? momentOf(visit, good.code);
  const item = listed(visit, world, good.code, dayOfMinute(at));
  if (!item) return [];
  const limit = limitOf(item);
  const price = good.price ?? usualPrice(item, visit.place, limit);
  const approved = item.restriction === "" ? null : (good.approved ?? "1");
  const refused = approved === "0" || approved === "2";
  const charged = { ...item, ...good.recorded };
  const due = split(item, price, good.quantity, refused);
  const parts = split(charged, price, good.quantity, refused && !good.unrestricted);
  return [
    {
      item: charged,
      quantity: good.quantity,
      price: (price / 100).toFixed(6),
      ...parts,
      inScopeDue: due.inScope,
      days: good.days === undefined || good.days === 0 ? null : good.days,
      doctor: good.doctor ?? visit.doctor,
      at,
      outside: good.outside ?? false,
      approved,
    },
  ];
}

/** The parts of a line (domain note §2.3), fen; what is in scope is the remainder. */
function split(item: CatalogueItem, price: number, quantity: number, refused: boolean) {
  const amount = Math.round(price * quantity);
  const limit = limitOf(item);
  const own = item.item_class === "03" || Number(item.first_pay_ratio) >= 1 || refused;
  const overLimit = limit === null || own ? 0 : Math.round(Math.max(0, price - limit) * quantity);
  const firstPay = own ? 0 : halfUp(amount - overLimit, item.first_pay_ratio);
  return {
    amount,
    fullSelfPay: own ? amount : 0,
    overLimit,
    firstPay,
    inScope: own ? 0 : amount - overLimit - firstPay,
  };
}

const limitOf = ({ price_limit }: CatalogueItem) => (price_limit === "" ? null : Math.round(100 * Number(price_limit)));

/** By the catalogue of the place of care; what is claimed by hand, by that of the place of insurance. */
function listed({ place, person, route }: Visit, world: World, code: string, day: Day): CatalogueItem | null {
  const { province } = route === "manual" ? person.home : place.area;
  return world.charged(code, { province, tier: place.tier }, person.scheme, day);
}

/** So many units of an item, at or below its usual price, as make up the amount. */
function rounding(visit: Visit, world: World, name: string, amount: number): Line[] {
  if (amount <= 0) return [];
  const code = world.named(name).item_code;
  const at = momentOf(visit, code);
  // A story may begin before the first list does.
  const item = listed(visit, world, code, dayOfMinute(at)) ?? listed(visit, world, code, dayOfMinute(visit.settled));
  if (!item) throw new Error(`${name} is not listed on the day`);
  const units = Math.max(1, Math.ceil(amount / Math.round(100 * Number(item.price_high))));
  const parts = split(item, amount / units, units, false);
  return [
    {
      item,
      quantity: units,
      price: (amount / units / 100).toFixed(6),
      ...parts,
      inScopeDue: parts.inScope,
      days: null,
      doctor: visit.doctor,
      at,
      outside: false,
      approved: null,
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
