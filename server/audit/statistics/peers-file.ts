import Type, { type Static } from "typebox";
import { leadKeys } from "../compile/lead.ts";
import { LookupFile, sideKeys } from "../compile/side.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import { MeasureFile } from "./measure.ts";
import { PeriodFile } from "./period.ts";

/** What stands under `find: peers:`. */
export const PeersFile = closed({
  of: sideKeys.of,
  where: sideKeys.where,
  per: some(ColumnName),
  period: PeriodFile,
  measure: MeasureFile,
  volume: Type.Optional(ExpressionText),
  against: Type.Enum(["others", "rest", "itself"]),
  judged: Type.Optional(ExpressionText),
  among: Type.Optional(some(ColumnName)),
  mix: Type.Optional(some(ColumnName)),
  window: Type.Optional(ExpressionText),
  least: closed({
    volume: ExpressionText,
    peers: Type.Optional(ExpressionText),
    history: Type.Optional(ExpressionText),
  }),
  lookup: Type.Optional(some(LookupFile)),
  breaks: ExpressionText,
  members: Type.Optional(ExpressionText),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
export type PeersFile = Static<typeof PeersFile>;

/** What the form cannot say: which keys belong to which way of comparing. @throws Refusal below the key */
export function checkKeys(find: PeersFile): void {
  const { against, judged, mix, among, window, least, measure } = find;
  const only = (key: string, given: boolean, wanted: boolean, where: string) => {
    if (given !== wanted)
      throw new Refusal(wanted ? `${key}: ${where}` : `no ${key}: ${where}`, given ? "one" : "none", [key]);
  };
  if (against === "rest") only("judged", judged !== undefined, true, "the population that is held against the rest");
  if (against === "itself") {
    only("judged", judged !== undefined, false, "a unit is held against its own past");
    only("mix", mix !== undefined, false, "a unit is held against its own past");
  }
  only("window", window !== undefined, against === "itself", "how many periods of its own a unit is held against");
  const needs = against === "itself" ? "history" : "peers";
  for (const name of ["peers", "history"] as const)
    if ((least[name] !== undefined) !== (name === needs))
      throw new Refusal(name === needs ? `the least ${name}` : `no ${name} against ${against}`, least[name] ?? "none", [
        "least",
        name,
      ]);
  if ((against === "itself") !== (measure.total !== undefined) && measure.total !== undefined)
    throw new Refusal("ratio, mean or share: a total grows with its unit and has no peers", "total", [
      "measure",
      "total",
    ]);
  const own = mix?.find((name) => find.per.includes(name) && !among?.includes(name));
  if (own !== undefined) throw new Refusal("a column of cases, not of the unit", own, ["mix"]);
  for (const [key, names] of Object.entries({ per: find.per, among: among ?? [], mix: mix ?? [] })) {
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new Refusal("each column once", twice, [key]);
  }
}

/** What the ways of comparing call their own columns. */
export const reserved =
  /^(first_day|period|judged|n|d|volume|usual|usual_value|value|adjusted|peers|median|spread|z|rank|expected|times|beyond_chance|compared_volume|above|history|reason|enough|size|mad|deviations|counted|to_here|alike|lower|number|recent|same_season|seasonal|scatter|amount|typical|claims|rest_.*|cell_.*|stratum_.*|its_.*|lasting_.*|comparable|then_value|begun)$/;
