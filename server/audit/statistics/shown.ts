import type { Label } from "../../store/dictionary.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { type ScalarType, scalar } from "../expressions/value-type.ts";
import type { Shown } from "./comparison.ts";
import type { Measure } from "./measure.ts";

const ofMeasure: readonly Shown[] = ["value", "adjusted", "median", "spread", "expected"];
const counts: readonly Shown[] = ["peers", "history"];

/** Types of what a comparison makes, as expressions over it read them. */
export function typesOfShown(shows: readonly Shown[], { type }: Measure): [Shown, ScalarType][] {
  return shows.map((name) => {
    if (ofMeasure.includes(name)) return [name, type];
    if (counts.includes(name)) return [name, scalar("number", { digits: 10, integer: true })];
    return [name, scalar("number", { digits: 15 })];
  });
}

/**
 * The same as findings show it: amounts to the fen, shares and quotients to four decimals, volumes whole where they are. What has a measure without money can
 * also be shown in per cent to one decimal, under its name with `_percent`.
 */
export function shownValues(shows: readonly Shown[], { type, kind }: Measure): Map<string, Sql> {
  const places = type.kind === "money" ? 2 : 4;
  const shown = new Map<string, Sql>();
  for (const name of shows) {
    const column = sql`"row".${ident(name)}`;
    const own = ofMeasure.includes(name);
    if (name === "volume" || name === "compared_volume") shown.set(name, whole(column));
    else if (own && kind === "total" && type.kind !== "money") shown.set(name, whole(column));
    else if (own) shown.set(name, to(column, places));
    else if (name === "times") shown.set(name, to(column, 2));
    else shown.set(name, column);
    if (own && type.kind === "number") shown.set(`${name}_percent`, to(sql`${column} * 100`, 1));
    if (name === "rank" || name === "above") shown.set(`${name}_percent`, to(sql`${column} * 100`, 1));
  }
  return shown;
}

const labels: Readonly<Record<string, Label>> = {
  period: { zh: "期间", en: "Period" },
  value: { zh: "本机构数值", en: "Value" },
  adjusted: { zh: "病种校正后", en: "Adjusted for cases" },
  volume: { zh: "记录数", en: "Records" },
  peers: { zh: "可比对象数", en: "Peers" },
  median: { zh: "中位数", en: "Median" },
  spread: { zh: "稳健标准差", en: "Robust standard deviation" },
  z: { zh: "偏离（稳健标准差）", en: "Robust standard deviations away" },
  rank: { zh: "低于它的可比对象占比", en: "Share of peers below" },
  expected: { zh: "应有数值", en: "Expected" },
  times: { zh: "倍数", en: "Times what is expected" },
  beyond_chance: { zh: "超出随机波动（标准差）", en: "Standard deviations of chance" },
  compared_volume: { zh: "对照记录数", en: "Records compared with" },
  above: { zh: "高于对照中位数的占比", en: "Share above the other median" },
  history: { zh: "以往期数", en: "Periods before" },
};

/** How people read what a comparison shows, in per cent too. */
export const comparedLabels: Readonly<Record<string, Label>> = Object.fromEntries(
  Object.entries(labels).flatMap(([name, label]) => [
    [name, label],
    [`${name}_percent`, label],
  ]),
);

/** What the others say of a unit's value. It moves with every record of theirs, and is no evidence about the unit. */
export const saidByOthers = (name: string): boolean =>
  /^(adjusted|peers|median|spread|z|rank|expected|times|beyond_chance)(_percent)?$/.test(name);

const to = (value: Sql, places: number): Sql =>
  sql`cast(round(${value}, ${raw(String(places))}) as ${raw(`decimal(38, ${places})`)})`;

const whole = (value: Sql): Sql => sql`cast(round(${value}, 0) as decimal(38, 0))`;
