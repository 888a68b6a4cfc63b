import type { Layout } from "../../intake/layout-types.ts";
import { type Label, loadDictionary } from "../../store/dictionary.ts";
import type { Relations } from "../relation.ts";
import type { RuleFile } from "../rule/rule-schema.ts";
import { neededColumns } from "./needed-columns.ts";

/** A rule that data of one layout alone cannot feed, with what is missing in words and by name (`settlement.third_party`). */
export interface DisabledRule {
  rule: string;
  title: Label;
  because: Label;
  needs: string[];
}

/** The rules that say nothing where a layout brings all there is; drafts and retired ones are left out. */
export function disabledRules(
  { tables }: Layout,
  rules: readonly Pick<RuleFile, "id" | "title" | "status" | "needs" | "supplied">[],
  relations: Relations,
): DisabledRule[] {
  const brought = new Set(
    tables.flatMap(({ table, cells }) => cells.map(({ target }) => `${table.name}.${target.name}`)),
  );
  return rules.flatMap((rule) => {
    if (rule.status === "draft" || rule.status === "retired") return [];
    const unmet = neededColumns(rule, relations).filter(({ from }) => !from.some((each) => brought.has(each)));
    if (unmet.length === 0) return [];
    const needs = unmet.map(({ from }) => from[0]!);
    return [{ rule: rule.id, title: rule.title, because: because(needs), needs }];
  });
}

function because(needs: readonly string[]): Label {
  const labels = needs.map((need) => {
    const [table = "", column = ""] = need.split(".");
    return loadDictionary().table(table).columns.get(column)!.label;
  });
  return {
    zh: `未提供${labels.map(({ zh }) => zh).join("、")}`,
    en: `Not supplied: ${labels.map(({ en }) => en).join(", ")}`,
  };
}
