import { m } from "../paraglide/messages.js";
import { messageNamed } from "./message.ts";
import type { CoverageState, ListedRule, RuleState } from "./rules.ts";

/** Names of what rules answer with; a value without a name shows itself. */
export const shapeName = (shape: string) => messageNamed(`shape_${shape}`) ?? shape;
export const sceneName = (scene: string) => messageNamed(`scene_${scene}`) ?? scene;
export const ruleUnitName = (unit: string) => messageNamed(`rule_unit_${unit}`) ?? unit;
export const actName = (kind: string) => messageNamed(`rule_act_${kind}`) ?? kind;
export const changeName = (change: string) => messageNamed(`backtest_${change}`) ?? change;
export const coverageName = (state: string) => messageNamed(`coverage_${state}`) ?? state;
export const testKindName = (kind: string) => messageNamed(`rule_test_${kind}`) ?? kind;

export const stateStyle: Record<RuleState, string> = {
  draft: "unknown",
  shadow: "suspected",
  active: "fine",
  retired: "unknown",
};
export const coverageStyle: Record<CoverageState, string> = {
  active: "fine",
  shadow: "suspected",
  implemented: "accent",
  not_computable: "unknown",
  missing: "violation",
};

/** 官方 for an official class, else our own: told apart everywhere. */
export const shortOrigin = (rule: Pick<ListedRule, "official">) => (rule.official ? m.rules_official() : m.rules_own());
