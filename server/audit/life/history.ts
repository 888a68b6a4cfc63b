import Type, { type Static } from "typebox";
import type { NameOf } from "../../access/account-names.ts";
import { type Difference, differences } from "./differences.ts";
import type { Life } from "./life.ts";
import { RULE_APPROVED, RULE_MOVED, RULE_OVERLAID, RULE_SAVED, type RuleAct } from "./rule-acts.ts";

export const Someone = Type.Object({ id: Type.String(), name: Type.String() });
export const person = (id: string, nameOf: NameOf) => ({ id, name: nameOf(id) });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);

export const OnePlace = Type.Object({
  insured_area: Type.Optional(Type.String()),
  care_area: Type.Optional(Type.String()),
  tier: Type.Optional(Type.String()),
  scheme: Type.Optional(Type.String()),
});

/** An act in the history of a rule. */
export const historyEntry = Type.Object({
  act: Type.Integer({ description: "number of its entry in the journal" }),
  kind: Type.Enum([
    "saved",
    "withdrawn",
    "moved",
    "proposed",
    "approved",
    "refused",
    "overlaid",
    "removed",
    "snoozed",
    "ended",
  ]),
  at: Type.String(),
  by: Someone,
  reason: Type.String(),
  of: Type.Optional(Type.Enum(["draft", "standing"], { description: "moved, proposed: the draft, or what stands" })),
  from: Type.Optional(orNull(Type.String({ description: "moved, proposed: state before; null: nothing stood" }))),
  to: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  revision: Type.Optional(
    orNull(Type.Integer({ description: "moved, proposed: the act that saved the text; null: the shipped file" })),
  ),
  tests: Type.Optional(Type.Integer({ description: "moved, proposed: tests that were run and held" })),
  move: Type.Optional(Type.Integer({ description: "approved, refused: the act that proposed it" })),
  changes: Type.Optional(
    Type.Array(Type.Object({ key: Type.String(), before: orNull(Type.String()), after: orNull(Type.String()) }), {
      description: "saved: what it says otherwise than the text before",
    }),
  ),
  parameter: Type.Optional(Type.String()),
  place: Type.Optional(OnePlace),
  value: Type.Optional(Type.String()),
  day: Type.Optional(Type.String({ description: "overlaid: from when; snoozed: until when" })),
  number: Type.Optional(Type.Integer({ description: "removed, ended: the overlay or snooze" })),
  institution: Type.Optional(Type.String()),
  insured: Type.Optional(Type.String()),
  care: Type.Optional(Type.String()),
});
export type HistoryEntry = Static<typeof historyEntry>;

/** What was done to a rule, the latest first. */
export function historyOf(life: Life, shipped: string | null, nameOf: NameOf): HistoryEntry[] {
  let before = shipped;
  const told = life.acts.map((act): HistoryEntry => {
    const head = { act: act.act, at: act.at, by: person(act.by, nameOf), reason: act.reason };
    if (act.kind !== RULE_SAVED) return { ...head, ...toldOf(act) };
    const { text } = act;
    if (text === null) return { ...head, kind: "withdrawn" };
    const changes: Difference[] = differences(before, text);
    before = text;
    return { ...head, kind: "saved", changes };
  });
  return told.reverse();
}

function toldOf(act: Exclude<RuleAct, { kind: typeof RULE_SAVED }>) {
  switch (act.kind) {
    case RULE_MOVED: {
      const { of, from, to, version, revision, tests, waits } = act;
      return { kind: waits ? ("proposed" as const) : ("moved" as const), of, from, to, version, revision, tests };
    }
    case RULE_APPROVED:
      return { kind: act.agree ? ("approved" as const) : ("refused" as const), move: act.move };
    case RULE_OVERLAID: {
      const { parameter, value, from, removes, insured_area, care_area, tier, scheme } = act;
      const given = Object.entries({ insured_area, care_area, tier, scheme }).filter(([, code]) => code !== undefined);
      const place = Object.fromEntries(given);
      if (value === null)
        return { kind: "removed" as const, parameter, place, ...(removes ? { number: removes } : {}) };
      return { kind: "overlaid" as const, parameter, place, value, ...(from ? { day: from } : {}) };
    }
    default: {
      const { institution, insured, care, until, ends } = act;
      const place = Object.fromEntries(
        Object.entries({ institution, insured, care }).filter(([, code]) => code !== null),
      );
      if (until === null) return { kind: "ended" as const, ...place, ...(ends ? { number: ends } : {}) };
      return { kind: "snoozed" as const, ...place, day: until };
    }
  }
}
