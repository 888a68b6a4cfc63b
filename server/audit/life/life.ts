import {
  type Place,
  RULE_APPROVED,
  RULE_MOVED,
  RULE_OVERLAID,
  RULE_SAVED,
  RULE_SNOOZED,
  type RuleAct,
} from "./rule-acts.ts";
import type { RuleState } from "./rule-states.ts";

/** A text of the house, by the act that saved it. */
export interface Revision {
  revision: number;
  text: string;
  by: string;
  at: string;
  reason: string;
}

/** A text as far as it went: its version and content, for versions to be held to. */
export interface Released {
  version: string;
  meaning: string;
}

/** A value of a parameter at one place. */
export interface Overlay {
  overlay: number;
  parameter: string;
  place: Place;
  value: string;
  from: string;
  reason: string;
  by: string;
  at: string;
}

export interface Snooze {
  snooze: number;
  institution: string | null;
  insured: string | null;
  care: string | null;
  until: string;
  reason: string;
  by: string;
  at: string;
}

export type Move = Extract<RuleAct, { kind: typeof RULE_MOVED }>;

/** What a house's acts made of a rule. */
export interface Life {
  rule: string;
  acts: readonly RuleAct[];
  revisions: ReadonlyMap<number, Revision>;
  draft: Revision | null;
  /** What acts put in force; null where the shipped file, if any, stands as it came. `revision` null: the text of the shipped file. */
  standing: { revision: Revision | null; state: RuleState; since: string } | null;
  /** A move that waits for a second person. */
  pending: Move | null;
  released: readonly Released[];
  overlays: readonly Overlay[];
  /** Also those whose day has passed. */
  snoozes: readonly Snooze[];
}

/** Lives of rules by id, from their acts in the order of the journal. */
export function livesOf(acts: readonly RuleAct[]): Map<string, Life> {
  return new Map(
    [...Map.groupBy(acts, ({ rule }) => rule)].map(([rule, own]) => [rule, own.reduce(after, unlived(rule))]),
  );
}

/** A rule on which nobody has acted. */
export const unlived = (rule: string): Life => ({
  rule,
  acts: [],
  revisions: new Map(),
  draft: null,
  standing: null,
  pending: null,
  released: [],
  overlays: [],
  snoozes: [],
});

function after(life: Life, act: RuleAct): Life {
  const told = { ...life, acts: [...life.acts, act] };
  switch (act.kind) {
    case RULE_SAVED: {
      const { act: revision, text, by, at, reason } = act;
      const draft = text === null ? null : { revision, text, by, at, reason };
      const revisions = draft ? new Map([...life.revisions, [revision, draft]]) : life.revisions;
      // A proposal is of a text: another text is not what was proposed.
      const pending = life.pending?.of === "draft" ? null : life.pending;
      return { ...told, draft, revisions, pending };
    }
    case RULE_MOVED:
      return act.waits ? { ...told, pending: act } : moved({ ...told, pending: null }, act, act.at);
    case RULE_APPROVED: {
      const move = life.pending;
      if (move?.act !== act.move) return told;
      return act.agree ? moved({ ...told, pending: null }, move, act.at) : { ...told, pending: null };
    }
    case RULE_OVERLAID: {
      const {
        act: overlay,
        parameter,
        value,
        from,
        removes,
        reason,
        by,
        at,
        insured_area,
        care_area,
        tier,
        scheme,
      } = act;
      const place = placed({ insured_area, care_area, tier, scheme });
      if (value === null || from === null)
        return { ...told, overlays: life.overlays.filter((each) => each.overlay !== removes) };
      const kept = life.overlays.filter(
        (each) => !(each.parameter === parameter && each.from === from && samePlace(each.place, place)),
      );
      return { ...told, overlays: [...kept, { overlay, parameter, place, value, from, reason, by, at }] };
    }
    case RULE_SNOOZED: {
      const { act: snooze, institution, insured, care, until, ends, reason, by, at } = act;
      if (until === null) return { ...told, snoozes: life.snoozes.filter((each) => each.snooze !== ends) };
      return { ...told, snoozes: [...life.snoozes, { snooze, institution, insured, care, until, reason, by, at }] };
    }
  }
}

function moved(life: Life, { revision: number, to, version, meaning }: Move, since: string): Life {
  const revision = number === null ? null : (life.revisions.get(number) ?? null);
  const released = [...life.released, { version, meaning }];
  const draft = life.draft?.revision === number ? null : life.draft;
  return { ...life, standing: { revision, state: to, since }, released, draft };
}

const placeKeys = ["insured_area", "care_area", "tier", "scheme"] as const;
type Open = { [key in keyof Place]: string | undefined };

const placed = (place: Open): Place =>
  Object.fromEntries(placeKeys.flatMap((key) => (place[key] === undefined ? [] : [[key, place[key]]])));

export const samePlace = (a: Place, b: Place): boolean => placeKeys.every((key) => a[key] === b[key]);
