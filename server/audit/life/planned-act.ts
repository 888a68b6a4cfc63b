import { fail } from "../../errors.ts";
import { baseOf, houseFile, stateOf } from "./house-sources.ts";
import { type Life, livesOf } from "./life.ts";
import type { RuleInHouse } from "./planned-move.ts";
import { type Overlaid, type Place, RULE_OVERLAID, type RuleAct, type Saved, type Snoozed } from "./rule-acts.ts";
import { textInForce } from "./text-in-force.ts";
import { soundText } from "./workshop.ts";

/** How long findings may be put off. */
const LONGEST_SNOOZE_DAYS = 366;
const DAY_MS = 86_400_000;

/** A draft: any sound text of that id; its tests may still fail. @throws rule.invalid */
export async function plannedDraft(
  { life, shipped }: RuleInHouse,
  { text, reason }: { text: string; reason: string },
): Promise<Saved> {
  await soundText({ file: shipped?.file ?? houseFile(life.rule), text });
  return { rule: life.rule, reason, text };
}

/** Takes a draft back. @throws rule.nothing_there */
export function plannedWithdrawal({ life }: RuleInHouse, reason: string): Saved {
  if (!life.draft) throw fail("rule.nothing_there", { rule: life.rule, what: "draft", number: "" });
  return { rule: life.rule, reason, text: null };
}

/** A value as a person asks for it. */
export interface AskedOverlay extends Place {
  parameter: string;
  value: string;
  from: string;
  reason: string;
}

/** A value of a parameter at one place from a day on, within the bounds and without a tie. @throws rule.not_found, rule.invalid */
export async function plannedOverlay({ life, shipped }: RuleInHouse, asked: AskedOverlay): Promise<Overlaid> {
  const act: Overlaid = { ...asked, rule: life.rule, removes: null };
  await stands(withOverlay(life, act), shipped, asked.parameter);
  return act;
}

/** Takes a value back. @throws rule.nothing_there */
export function plannedRemoval({ life }: RuleInHouse, overlay: number, reason: string): Overlaid {
  const found = life.overlays.find((each) => each.overlay === overlay);
  if (!found) throw fail("rule.nothing_there", { rule: life.rule, what: "overlay", number: overlay });
  const { parameter, place } = found;
  const act: Overlaid = { ...place, rule: life.rule, parameter, value: null, from: null, reason, removes: overlay };
  return act;
}

function withOverlay(life: Life, act: Overlaid): Life {
  const acts: RuleAct[] = [...life.acts, { ...act, kind: RULE_OVERLAID, act: Number.MAX_SAFE_INTEGER, by: "", at: "" }];
  return livesOf(acts).get(life.rule)!;
}

/** Whether the text that stands can be run with these values. */
async function stands(life: Life, shipped: RuleInHouse["shipped"], parameter: string): Promise<void> {
  const base = baseOf(life, shipped);
  const state = stateOf(life, shipped);
  if (!base || !state) throw fail("rule.not_found", { rule: life.rule });
  const { rule } = await soundText(base);
  const known = Object.keys(rule.parameters ?? {});
  if (!known.includes(parameter))
    throw fail("request.invalid", {
      where: "parameter",
      expected: known.join(", ") || "a rule with parameters",
      got: parameter,
    });
  await soundText({ file: base.file, text: textInForce(base.text, { state, overlays: life.overlays }) });
}

export interface AskedSnooze {
  institution?: string | undefined;
  insured?: string | undefined;
  care?: string | undefined;
  until: string;
  reason: string;
}

/** @param today the day it is, `2026-11-22` @throws request.invalid for a day that is not ahead, rule.not_found */
export function plannedSnooze({ life, shipped }: RuleInHouse, asked: AskedSnooze, today: string): Snoozed {
  if (stateOf(life, shipped) === null) throw fail("rule.not_found", { rule: life.rule });
  const latest = new Date(Date.parse(today) + LONGEST_SNOOZE_DAYS * DAY_MS).toISOString().slice(0, 10);
  const { institution = null, insured = null, care = null, until, reason } = asked;
  const day = new Date(Date.parse(until)).toISOString().slice(0, 10);
  if (until <= today || until > latest || day !== until)
    throw fail("request.invalid", {
      where: "until",
      expected: `a day after ${today}, at the latest ${latest}`,
      got: until,
    });
  return { rule: life.rule, reason, institution, insured, care, until, ends: null };
}

/** Lets findings in again before their day. @throws rule.nothing_there */
export function plannedEnd({ life }: RuleInHouse, snooze: number, reason: string): Snoozed {
  const found = life.snoozes.find((each) => each.snooze === snooze);
  if (!found) throw fail("rule.nothing_there", { rule: life.rule, what: "snooze", number: snooze });
  const { institution, insured, care } = found;
  return { rule: life.rule, reason, institution, insured, care, until: null, ends: snooze };
}
