import type { Relation } from "../relation.ts";
import { type Pick, randomColumn } from "./random-expression.ts";

type Chance = (share: number) => boolean;

/** Tables and columns that gatherings and meetings make within their own statements. */
export const gatheringTables =
  "tried candidate within gathering host_day own_day ranked clash fate recurring.fate kept held member told visit sized crowd met often shared link label recurring.label neighbour joined hub standing household of_rows of_hubs each source".split(
    " ",
  );
export const gatheringColumns =
  "number members reached sized size stays better every_holds none_holds some_holds member_day member_claims member_line person insured cared now_records other_records own_records host_records own_others host_others lift node one two day_number guests from_day least greatest hubs shared different other common fund items days way".split(
    " ",
  );
/** Those that are numbered, or named after a column. */
export const gatheringNumbered = /^(at|from|near|least|key|by|measured|told)_.+$|^(first|last)_[a-z_]+$/;

/** Keys of a `group`: now and then without an equality key, with lines of time that are none, or too wide. */
export function randomGroup(pick: Pick, chance: Chance, starts: Relation, condition: () => string): object {
  const own = new Map([["", starts]]);
  const column = (kind?: string) => randomColumn(pick, own, kind)[0];
  const drawn = Array.from({ length: pick([1, 2, 2, 3]) }, () => column(pick(["text", "text", "key"])));
  const same = chance(0.9) ? [...new Set(drawn)] : drawn;
  const near = Array.from({ length: pick([0, 1, 2]) }, () => ({
    on: column(pick(["date", "timestamp"])),
    ...(chance(0.9) ? { days: chance(0.9) ? pick(["0", "1", "3"]) : "400" } : { hours: pick(["2", "$p"]) }),
  }));
  return {
    of: starts.name,
    ...(chance(0.5) ? { where: condition() } : {}),
    ...(chance(0.97) ? { same } : {}),
    near,
    ...(chance(0.5) ? { size: column() } : {}),
    at_least: chance(0.9) ? pick(["1", "2", "$p"]) : "'x'",
    ...(chance(0.2) ? { every: condition() } : {}),
    ...(chance(0.2) ? { none: condition() } : {}),
    ...(chance(0.2) ? { some: { that: condition(), at_least: "1" } } : {}),
    measures: {
      ...(chance(0.3) ? { fund: { sum: column("money") } } : {}),
      ...(chance(0.3) ? { items: { distinct: column() } } : {}),
      ...(chance(0.3) ? { days: { [pick(["share", "count"])]: condition() } } : {}),
    },
    ...(chance(same.length > 1 ? 0.4 : 0.1)
      ? { lift: { host: same.slice(1), over: "90", others: pick(["1", "30"]), at_least: "1" } }
      : {}),
    ...(chance(0.3)
      ? { breaks: pick(["size > 1", "records > $p", "size >= records", "items >= 1", "fund > 10", "(select 1)"]) }
      : {}),
  };
}

/** Keys of a `together`: pairs and components, with and without hubs, spans and households. */
export function randomTogether(pick: Pick, chance: Chance, starts: Relation, condition: () => string): object {
  const own = new Map([["", starts]]);
  const column = (kind?: string) => randomColumn(pick, own, kind)[0];
  const by = Array.from({ length: pick([1, 1, 2]) }, () => [
    column(),
    ...(chance(0.6) && starts.day !== null ? [starts.day] : []),
  ]);
  const pair = chance(0.5);
  const days = chance(0.5) ? { days: "30" } : {};
  const different = chance(0.3) ? { different: { column: pick(by[0]!), at_least: "1" } } : {};
  return {
    of: starts.name,
    ...(chance(0.5) ? { where: condition() } : {}),
    who: column(pick(["text", "key"])),
    ...(chance(0.97) ? { by } : {}),
    most: pick(["2", "50", "50", "$p"]),
    ...(pair || chance(0.3) ? { shared: { at_least: pick(["1", "2"]), ...days, ...different } } : {}),
    ...(chance(0.2) ? { unless: { in: starts.name, share: column(), most: "4" } } : {}),
    result: pair ? "pair" : "component",
    ...(pair ? {} : { at_least: pick(["2", "3"]) }),
  };
}
