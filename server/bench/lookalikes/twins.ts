import { officialClasses } from "../../audit/coverage/official-classes.ts";
import type { ReadRule } from "../../audit/rule/rule-file.ts";
import { excuses, type Given } from "./excuses.ts";

/** An innocent who looks like somebody a rule accuses. */
export interface Twin {
  rule: string;
  /** Of whom, and why innocent. */
  excuse: string;
  given: Given;
  /** Innocent of that rule only: what its tests call so may be another's to judge. */
  ownOnly: boolean;
}

/** Codes of the classes that say 违规 by our reading. */
export const accusingClasses = (): ReadonlySet<string> =>
  new Set(officialClasses().flatMap(({ code, reading }) => (reading === "violation" ? code : [])));

/**
 * Twins of a rule: everybody its own tests call innocent, and each of those it accuses with one lawful excuse. Twins of several excuses are told apart by
 * their number.
 */
export function twinsOf(rule: ReadRule): Twin[] {
  const misses = rule.tests.filter(({ expect }) => expect.kind === "miss");
  const hits = rule.tests.filter(({ expect }) => expect.kind === "hit");
  return [
    ...misses.map(({ name, given }) => ({ rule: rule.id, excuse: name, given, ownOnly: true })),
    ...hits.flatMap(({ name, given }) =>
      excuses.flatMap((excuse) =>
        excuse.of(given, rule).map((twin, i) => ({
          rule: rule.id,
          excuse: `${name}; ${excuse.name} (${i + 1})`,
          given: twin,
          ownOnly: false,
        })),
      ),
    ),
  ];
}

/** The first of every rule, then the second of every rule, and so on, so that a part has twins of all. */
export function inRounds(twins: readonly (readonly Twin[])[]): Twin[] {
  const most = Math.max(0, ...twins.map(({ length }) => length));
  return Array.from({ length: most }, (_, i) => twins.flatMap((own) => own[i] ?? [])).flat();
}
