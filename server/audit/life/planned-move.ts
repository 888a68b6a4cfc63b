import { createHash } from "node:crypto";
import { fail } from "../../errors.ts";
import { meaningOf, type RuleLock } from "../rule/rule-lock.ts";
import type { RuleSource } from "../rule/rule-sources.ts";
import { baseOf, houseFile, stateOf } from "./house-sources.ts";
import type { Life, Released } from "./life.ts";
import type { Moved } from "./rule-acts.ts";
import { type AllowedMove, movesFrom, type RuleState } from "./rule-states.ts";
import { textInForce } from "./text-in-force.ts";
import { checkedText, soundText, testedText } from "./workshop.ts";

/** A rule of a house with all that stands around it. */
export interface RuleInHouse {
  life: Life;
  shipped: RuleSource | null;
  /** All rules that stand in the house. */
  others: readonly RuleSource[];
  lock: RuleLock;
}

/**
 * A move as the journal keeps it, once everything it needs is there but the second person.
 * @throws rule.move_refused, rule.invalid, rule.tests_failed, rule.version_needed
 */
export async function plannedMove(
  rule: RuleInHouse,
  { to, of, reason }: { to: RuleState; of?: "draft" | "standing" | undefined; reason: string },
): Promise<Moved> {
  const { life, shipped, others } = rule;
  const from = stateOf(life, shipped);
  const move = allowed(life, from, to, of);
  const { text, file, revision } = textOf(move.of, rule);
  const source = { file, text: textInForce(text, { state: to, overlays: life.overlays }) };
  const sound = await soundText(source);
  const meaning = meaningOf((await soundText({ file, text: textInForce(text, { state: to, overlays: [] }) })).rule);
  const { version } = sound.rule;
  if (move.needs.includes("version")) await checkVersion(rule, { version, meaning });
  const { tests } = move.needs.includes("tests") ? await green(source, others, life.rule) : { tests: 0 };
  const what = { of: move.of, revision, from, to, version, meaning, tests };
  const textHash = createHash("sha256").update(text).digest("hex");
  return { rule: life.rule, reason, ...what, textHash, waits: move.needs.includes("approval") };
}

function allowed(life: Life, from: RuleState | null, to: RuleState, of: AllowedMove["of"] | undefined): AllowedMove {
  const open = movesFrom(from, life.draft !== null);
  const found = open.find((move) => move.to === to && (of === undefined || move.of === of));
  if (found) return found;
  const told = open.map((move) => `${move.of === "draft" ? "draft" : from} → ${move.to}`).join(", ");
  throw fail("rule.move_refused", {
    rule: life.rule,
    from: (of === "draft" ? "draft" : from) ?? "nothing",
    to,
    allowed: told || "nothing",
  });
}

function textOf(of: AllowedMove["of"], { life, shipped }: RuleInHouse) {
  const file = shipped?.file ?? houseFile(life.rule);
  if (of === "draft") return { file, text: life.draft!.text, revision: life.draft!.revision };
  return { file, text: baseOf(life, shipped)!.text, revision: life.standing?.revision?.revision ?? null };
}

/** Other content than any version so far had needs a version above it. @throws rule.version_needed */
async function checkVersion({ life, shipped, lock }: RuleInHouse, { version, meaning }: Released): Promise<void> {
  const locked = lock[life.rule];
  const known = [...life.released, ...(locked ? [locked] : []), ...(shipped ? [await releasedBy(shipped)] : [])];
  const others = known.flatMap((each) => (each && each.meaning !== meaning ? [Number(each.version)] : []));
  const least = Math.max(0, ...others);
  if (Number(version) <= least) throw fail("rule.version_needed", { rule: life.rule, expected: least, got: version });
}

/** A shipped file that this program refuses was never released here. */
async function releasedBy(source: RuleSource): Promise<Released | null> {
  const { rule } = await checkedText(source);
  return rule && { version: rule.rule.version, meaning: meaningOf(rule.rule) };
}

/** @throws rule.tests_failed */
async function green(source: RuleSource, others: readonly RuleSource[], rule: string) {
  const state = await testedText(source, others);
  const broken = state.outcomes.find(({ problem }) => problem !== null);
  if (broken)
    throw fail("rule.tests_failed", {
      ...{ rule, failed: state.failed, tests: state.tests },
      ...{ test: broken.test, problem: broken.problem },
    });
  return state;
}
