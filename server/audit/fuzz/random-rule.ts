import { stringify } from "yaml";
import type { Relation, Relations } from "../relation.ts";
import { randomDigits } from "./random-digits.ts";
import { type Pick, randomColumn, randomCondition } from "./random-expression.ts";
import { randomGroup, randomTogether } from "./random-gathering.ts";
import { randomPeers } from "./random-peers.ts";

interface Dice {
  pick: Pick;
  chance(share: number): boolean;
}

const labels = { zh: "随机规则", en: "a random rule" };

/**
 * The text of a rule file from a random grammar: a form that can be right, over random relations, keys and expressions, with now and then a key
 * missing, one too many, a wrong word, or YAML that refers to itself.
 */
export function randomRule(random: () => number, relations: Relations): { file: string; text: string } {
  const pick: Pick = (from) => from[Math.floor(random() * from.length)]!;
  const dice: Dice = { pick, chance: (share) => random() < share };
  const find = randomFind(dice, relations);
  const rule: Record<string, unknown> = {
    id: "XR-99",
    title: labels,
    category: "cross_province",
    violation_type: "none",
    three_fakes: "none",
    result: dice.chance(0.02) ? "violation" : "suspected",
    status: "draft",
    version: "1",
    basis: [{ law: "条例", article: "一" }],
    scenes: ["inpatient"],
    stages: ["after"],
    unit: dice.chance(0.8) ? "group" : pick(["line", "settlement", "person", "institution", "pair"]),
    responsible: "institution",
    investigate: "care",
    needs: [`${find.starts.name}.${pick([...find.starts.columns.keys()])}`],
    find: { [find.shape]: find.keys },
    implicates: pick(["none", "settlement", "difference", "lines"]),
    parameters: {
      p: {
        default: pick(["1", "30", "1.5", "99999999999"]),
        unit: pick(["days", "yuan", "ratio"]),
        min: "0",
        max: pick(["100", "999999999"]),
        confidence: "illustrative",
      },
    },
    explain: explained(dice, find),
    innocent: [labels],
    references: [{ source: "随机" }],
    tests: [{ name: "无", given: {}, expect: { kind: "miss", found: "0" } }],
  };
  if (dice.chance(0.03)) delete rule[pick(Object.keys(rule))];
  if (dice.chance(0.02)) rule.sql = "select 1";
  if (dice.chance(0.02)) rule[pick(Object.keys(rule))] = pick(["", "x", "[]", "{}"]);
  const text = stringify(rule, { aliasDuplicateObjects: dice.chance(0.02), lineWidth: 0 });
  return { file: "XR-99.yaml", text: dice.chance(0.01) ? text.replace("title:", "title: &t\n  <<: *t\n ") : text };
}

interface Find {
  shape: string;
  starts: Relation;
  keys: unknown;
}

function randomFind(dice: Dice, relations: Relations): Find {
  const { pick, chance } = dice;
  const all = [...relations.values()];
  const starts = pick(all.filter(({ register }) => register === null || chance(0.05)));
  const other = pick(all);
  const own = new Map([["", starts]]);
  const condition = (names = own) => randomCondition(pick, chance, names, ["p"]);
  const where = chance(0.5) ? { where: condition() } : {};
  const key = () => (chance(0.7) ? shared(dice, starts, other) : randomColumn(pick, own)[0]);
  switch (pick(["rows", "pairs", "missing", "accumulate", "resettled", "peers", "group", "together", "digits"])) {
    case "rows": {
      const register = pick(all);
      const lookup = chance(0.3)
        ? { lookup: [{ as: "found", in: register.name, same: register.key.map(String) }] }
        : {};
      const names = "lookup" in lookup ? new Map([...own, ["found", register] as const]) : own;
      return { shape: "rows", starts, keys: { of: starts.name, ...where, ...lookup, breaks: condition(names) } };
    }
    case "pairs": {
      const both = new Map([
        ["left", starts],
        ["right", other],
      ]);
      const same = chance(0.9) ? { same: [shared(dice, starts, other)] } : {};
      const three = new Map([...both, ["other", starts] as const]);
      const between = chance(0.3) ? { between: condition(three) } : {};
      const sides = { left: { of: starts.name, ...where }, right: { of: other.name } };
      return { shape: "pairs", starts, keys: { ...sides, ...same, breaks: condition(both), ...between } };
    }
    case "missing":
      return {
        shape: "missing",
        starts,
        keys: {
          of: starts.name,
          ...where,
          companion: other.name,
          same: [key()],
          ...(chance(0.5) ? { matching: condition(new Map([...own, ["other", other] as const])) } : {}),
          ...(chance(0.3) ? { supplied: [key()] } : {}),
        },
      };
    case "peers":
      return { shape: "peers", starts, keys: randomPeers(pick, chance, starts, () => condition()) };
    case "digits":
      return { shape: "digits", starts, keys: { of: starts.name, ...where, ...randomDigits(pick, chance, starts) } };
    case "group":
      return { shape: "group", starts, keys: randomGroup(pick, chance, starts, () => condition()) };
    case "together":
      return { shape: "together", starts, keys: randomTogether(pick, chance, starts, () => condition()) };
    case "resettled":
      return {
        shape: "resettled",
        starts: relations.get("resettlement")!,
        keys: {
          classes: [pick(["RS-CAP", "RS-DEDC", "RS-NONE"])],
          breaks: randomCondition(pick, chance, new Map([["", relations.get("resettlement")!]]), ["p"]),
        },
      };
    default: {
      const measure = pick(["count", "sum", "distinct", "simultaneous"]);
      const day = (kind: string) => randomColumn(pick, own, kind)[0];
      const value =
        measure === "sum"
          ? { value: randomColumn(pick, own, "money")[0] }
          : measure === "distinct"
            ? { value: randomColumn(pick, own, "text")[0] }
            : {};
      const span =
        measure === "simultaneous"
          ? { until: day("date") }
          : {
              within: pick<unknown>([
                { days: "$p" },
                { hours: "24" },
                { calendar: pick(["day", "month", "year", "benefit_year", "encounter"]) },
              ]),
            };
      return {
        shape: "accumulate",
        starts,
        keys: {
          of: starts.name,
          ...where,
          per: [randomColumn(pick, own, pick(["text", "key"]))[0]],
          measure,
          ...value,
          on: day(pick(["date", "timestamp"])),
          ...span,
          over: pick(["3", "$p", "$p * 1.5", "'x'"]),
        },
      };
    }
  }
}

/** A column that both have, where there is one. */
function shared({ pick }: Dice, one: Relation, two: Relation): string {
  const both = [...one.columns.keys()].filter((name) => two.columns.has(name));
  return both.length > 0 ? pick(both) : pick([...one.columns.keys()]);
}

function explained({ pick, chance }: Dice, { starts, shape }: Find): { zh: string; en: string } {
  const column = pick([...starts.columns.keys()]);
  const name = chance(0.05)
    ? pick(["{(select 1)}", "{certificate_no}", "{$q}", "{a b}"])
    : shape === "pairs"
      ? `{left.${column}}`
      : shape === "accumulate"
        ? "{reached}"
        : shape === "peers"
          ? pick(["{value}", "{period}{volume}", "{times}"])
          : shape === "group" || shape === "together"
            ? pick(["{size}", "{size}{records}", "{lift}", "{shared}{hubs}"])
            : shape === "digits"
              ? pick(["{mad}", "{chi_square}{volume}", "{period}{digit}"])
              : `{${column}}`;
  return { zh: `随机${name}`, en: `random ${name}` };
}
