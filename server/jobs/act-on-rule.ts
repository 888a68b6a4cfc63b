import { houseSources, idOf } from "../audit/life/house-sources.ts";
import { unlived } from "../audit/life/life.ts";
import {
  type AskedOverlay,
  type AskedSnooze,
  plannedDraft,
  plannedEnd,
  plannedOverlay,
  plannedRemoval,
  plannedSnooze,
  plannedWithdrawal,
} from "../audit/life/planned-act.ts";
import { plannedMove, type RuleInHouse } from "../audit/life/planned-move.ts";
import { projectRuleAct, readLives } from "../audit/life/read-lives.ts";
import { RULE_APPROVED, RULE_MOVED, RULE_OVERLAID, RULE_SAVED, RULE_SNOOZED } from "../audit/life/rule-acts.ts";
import type { RuleState } from "../audit/life/rule-states.ts";
import { readLock } from "../audit/rule/rule-lock.ts";
import { ruleSources } from "../audit/rule/rule-sources.ts";
import { fail } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { transaction } from "../store/database.ts";
import type { Principal } from "../store/principal.ts";
import type { House } from "./house.ts";

/** What was written: the number of the act in the journal. */
export interface Acted {
  act: number;
  at: string;
}

type Asking = Pick<House, "database" | "journal">;

/** One act on the rules of a house after the other: each is checked against what the one before left. */
const turns = new WeakMap<Journal, Promise<unknown>>();

function inTurn<T>({ journal }: Asking, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(journal) ?? Promise.resolve()).then(work);
  turns.set(
    journal,
    turn.catch(() => {}),
  );
  return turn;
}

/** A rule as it stands in a house; one that nobody knows has neither file nor acts. */
export function ruleInHouse({ database }: Asking, principal: Principal, rule: string): Promise<RuleInHouse> {
  return database.read(principal, async ({ connection }) => ({
    life: (await readLives(connection)).get(rule) ?? unlived(rule),
    shipped: ruleSources().find(({ file }) => idOf(file) === rule) ?? null,
    others: await houseSources(connection),
    lock: readLock(),
  }));
}

/** Plans an act on what stands, writes it to the journal, then into the tables. */
function act(
  house: Asking,
  principal: Principal,
  rule: string,
  kind: string,
  plan: (rule: RuleInHouse) => object | Promise<object>,
): Promise<Acted> {
  return inTurn(house, async () => {
    const planned = await plan(await ruleInHouse(house, principal, rule));
    const entry = await house.journal.append(principal.id, kind, { ...planned });
    await house.database.act((connection) => transaction(connection, () => projectRuleAct(connection, entry)));
    return { act: entry.seq, at: entry.at };
  });
}

/** Saves a text as the draft of a rule, one of the house's own or a revision of a shipped one. @throws rule.invalid */
export const saveDraft = (house: Asking, principal: Principal, rule: string, draft: { text: string; reason: string }) =>
  act(house, principal, rule, RULE_SAVED, (found) => plannedDraft(found, draft));

/** @throws rule.nothing_there */
export const withdrawDraft = (house: Asking, principal: Principal, rule: string, reason: string) =>
  act(house, principal, rule, RULE_SAVED, (found) => plannedWithdrawal(found, reason));

export interface AskedMove {
  to: RuleState;
  of?: "draft" | "standing" | undefined;
  reason: string;
}

/** Moves a rule, or proposes to where a second person has to agree. @throws rule.move_refused, rule.invalid, rule.tests_failed, rule.version_needed */
export async function moveRule(
  house: Asking,
  principal: Principal,
  rule: string,
  move: AskedMove,
): Promise<Acted & { waits: boolean }> {
  let waits = false;
  const acted = await act(house, principal, rule, RULE_MOVED, async (found) => {
    const planned = await plannedMove(found, move);
    waits = planned.waits;
    return planned;
  });
  return { ...acted, waits };
}

/**
 * Agrees to a proposed move, or refuses it. What it needs is looked at again, since others may have acted in between.
 * @throws rule.no_proposal, rule.same_person, and as `moveRule`
 */
export const approveMove = (
  house: Asking,
  principal: Principal,
  rule: string,
  { move, agree, reason }: { move: number; agree: boolean; reason: string },
) =>
  act(house, principal, rule, RULE_APPROVED, async (found) => {
    const { pending } = found.life;
    if (pending?.act !== move) throw fail("rule.no_proposal", { rule, move });
    if (pending.by === principal.id) throw fail("rule.same_person", { rule, person: principal.name });
    if (agree) {
      const again = await plannedMove(found, { to: pending.to, of: pending.of, reason: pending.reason });
      if (again.textHash !== pending.textHash) throw fail("rule.no_proposal", { rule, move });
    }
    return { rule, reason, move, agree };
  });

/** Gives a parameter another value at one place from a day on. @throws rule.not_found, rule.invalid, request.invalid */
export const overlayParameter = (house: Asking, principal: Principal, rule: string, overlay: AskedOverlay) =>
  act(house, principal, rule, RULE_OVERLAID, (found) => plannedOverlay(found, overlay));

/** @throws rule.nothing_there */
export const removeOverlay = (house: Asking, principal: Principal, rule: string, overlay: number, reason: string) =>
  act(house, principal, rule, RULE_OVERLAID, (found) => plannedRemoval(found, overlay, reason));

/** Puts findings of a rule off until a day. @throws rule.not_found, request.invalid */
export const snoozeFindings = (house: Asking, principal: Principal, rule: string, snooze: AskedSnooze, now: Date) =>
  act(house, principal, rule, RULE_SNOOZED, (found) => plannedSnooze(found, snooze, dayIn(now)));

/** @throws rule.nothing_there */
export const endSnooze = (house: Asking, principal: Principal, rule: string, snooze: number, reason: string) =>
  act(house, principal, rule, RULE_SNOOZED, (found) => plannedEnd(found, snooze, reason));

/** The day it is in Shanghai: `2026-11-22`. */
export const dayIn = (now: Date): string => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(now);
