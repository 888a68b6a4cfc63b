import type { Relation } from "../relation.ts";
import { type Pick, randomColumn } from "./random-expression.ts";

/** Tables and columns that the ways of comparing make within their statements. */
export const comparedTables =
  "part cell held measured unit stratum standing pool distance ranked placed single typical rest valued whole known past usual steady hit member calendar begun now then".split(
    " ",
  );
export const comparedColumns =
  "first_day judged n d volume usual usual_value value adjusted peers median spread z rank expected times beyond_chance compared_volume history reason enough size mad deviations counted to_here alike lower number recent same_season seasonal scatter amount typical claims comparable then_value rest_n rest_d rest_volume cell_n cell_d cell_units stratum_n stratum_d period above begun units".split(
    " ",
  );

/** Keys of a `peers` that can be right, over a random relation: each way of comparing, with measures, strata and limits, now and then a wrong one. */
export function randomPeers(
  pick: Pick,
  chance: (share: number) => boolean,
  starts: Relation,
  condition: () => string,
): Record<string, unknown> {
  const own = new Map([["", starts]]);
  const column = (kind: string) => randomColumn(pick, own, kind)[0];
  const number = () => column(pick(["number", "money", "money"]));
  const against = pick(["others", "others", "rest", "itself"]);
  const measures: Record<string, unknown>[] = [
    { share: condition() },
    { mean: number() },
    { ratio: { of: number(), to: number() } },
    { total: pick(["1", number()]) },
  ];
  const past = against === "itself";
  const measure = past ? pick(measures) : pick(measures.slice(0, chance(0.95) ? 3 : 4));
  const text = (share: number, key: string) => (chance(share) ? { [key]: [column("text")] } : {});
  const strata = past ? {} : { ...text(0.6, "among"), ...text(0.5, "mix") };
  const least = { volume: pick(["0", "1", "$p"]), [past ? "history" : "peers"]: pick(["0", "1", "$p"]) };
  const made = pick(["value", "volume", "times", "expected", past ? "history" : "volume", "z"]);
  return {
    of: starts.name,
    ...(chance(0.4) ? { where: condition() } : {}),
    per: [column(pick(["text", "key"])), ...(chance(0.2) ? starts.key : [])],
    period: { calendar: pick(["month", "quarter", "year"]), on: column(pick(["date", "date", "timestamp"])) },
    measure: { name: "measured", ...measure },
    ...(chance(0.2) ? { volume: number() } : {}),
    against,
    ...(against === "rest" || (against === "others" && chance(0.3)) ? { judged: condition() } : {}),
    ...strata,
    ...(past ? { window: pick(["1", "12", "$p"]) } : {}),
    least,
    breaks: `${made} ${pick([">", ">=", "<"])} ${pick(["0", "$p", "1.5", "value * 2"])}`,
    ...(chance(0.3) ? { members: condition() } : {}),
  };
}
