import { existsSync } from "node:fs";
import path from "node:path";
import { checkRules } from "../../audit/check-rules.ts";
import type { CompiledRule } from "../../audit/compile-rule.ts";
import { ruleList } from "../../audit/life/rule-list.ts";
import { originLabel, results } from "../../audit/rule/vocabulary.ts";
import { fail } from "../../errors.ts";
import { dayIn } from "../act-on-rule.ts";
import { rulesAction } from "../rules-action.ts";

interface Listed {
  id: string;
  title: string;
  result: string;
  /** 自建 or 官方. */
  origin: string;
  /** Where it stands in the house; in its file, where there is no house. */
  status: string;
  shape: string;
  version: number;
}

/** The rules of the data folder with where they stand; without one those that come with the program. */
export default rulesAction<{ action: "list"; rules: Listed[] }>({
  name: "list",
  about: "list",
  lane: "read",
  alone(_, __, { config }) {
    const house = existsSync(path.join(config.dataDir, "jiheng.json"));
    return house ? undefined : shippedRules();
  },
  async run({ house, principal }) {
    const { rules } = await house.database.read(principal, (reader) => ruleList(reader, principal, dayIn(new Date())));
    return {
      action: "list",
      rules: rules.map(({ id, title, result, official, state, shape, version }) => ({
        ...{ id, title: title.zh, result: result.label.zh, origin: originLabel(official !== null).zh },
        ...{ status: state, shape, version: Number(version) },
      })),
    };
  },
  print: ({ rules }) =>
    rules
      .map((rule) => `${[rule.id, rule.origin, rule.result, rule.status, rule.shape, rule.title].join("\t")}\n`)
      .join(""),
});

/** @throws rule.invalid for the first file that is refused */
async function shippedRules() {
  const {
    rules,
    problems: [first],
  } = await checkRules();
  if (first) throw fail("rule.invalid", { ...first });
  return { action: "list" as const, rules: rules.map(listed) };
}

function listed({ rule, shape }: CompiledRule): Listed {
  const { id, title, result, status, version, official } = rule;
  const origin = originLabel(official !== undefined).zh;
  return { id, title: title.zh, result: results[result].zh, origin, status, shape, version: Number(version) };
}
