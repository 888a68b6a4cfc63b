import type { Dice } from "../../../settle/years/dice.ts";
import type { Trial } from "../../../settle/years/trial.ts";
import type { MoneyRule } from "../write-money.ts";

/** Rules whose findings are made up here. */
export const rules = [
  { id: "LINES", implicates: "lines", result: "suspected" },
  { id: "CARD", implicates: "lines", result: "violation" },
  { id: "CLAIM", implicates: "settlement", result: "suspected" },
  { id: "DIFFERS", implicates: "difference", result: "suspected" },
] as const satisfies readonly MoneyRule[];
export type RuleId = (typeof rules)[number]["id"];
export type Standing = "open" | "lead" | "shadow";

/** What a finding takes out of a claim: lines by their place, or everything. */
export type Taken = ReadonlySet<number> | "all";

/** A made-up finding about settlements of one trial. */
export interface Implicated {
  finding: string;
  rule: RuleId;
  standing: Standing;
  claims: ReadonlyMap<string, Taken>;
}

/** A trial with findings about it. */
export interface Accused {
  trial: Trial;
  findings: Implicated[];
}

/** One to five findings about each of most settlements of a year, some of them about two; and one about what was paid otherwise than due. */
export function randomFindings(dice: Dice, trial: Trial, erring: string | null): Implicated[] {
  const { settlements } = trial.person;
  const findings = settlements.flatMap(({ claim_id }) => {
    const wanted = dice.chance(0.7) ? dice.whole(1, 5) : 0;
    return Array.from({ length: wanted }, (_, i): Implicated => {
      const rule = dice.one(["LINES", "LINES", "CARD", "CLAIM"] as const);
      const also = dice.chance(0.2) ? [dice.one(settlements).claim_id] : [];
      const claims = new Map(
        [claim_id, ...also].flatMap((each) => {
          const taken = takenOf(dice, trial, each, rule);
          return taken === null ? [] : [[each, taken] as const];
        }),
      );
      // What was paid otherwise than due is told from what a finding costs by a finding about it: of the same standing.
      const standing = erring !== null && claims.has(erring) ? "open" : dice.one(standings);
      return { finding: `${claim_id}#${i}`, rule, standing, claims };
    });
  });
  const differing: Implicated[] =
    erring === null
      ? []
      : [{ finding: `${erring}#d`, rule: "DIFFERS", standing: "open", claims: new Map([[erring, new Set<number>()]]) }];
  return [...findings.filter(({ claims }) => claims.size > 0), ...differing];
}

const standings = ["open", "open", "open", "open", "lead", "shadow"] as const;

/** Null where there is no line that could be named. */
function takenOf(dice: Dice, { person }: Trial, claim_id: string, rule: RuleId): Taken | null {
  if (rule === "CLAIM") return "all";
  const { lines } = person.settlements.find((each) => each.claim_id === claim_id)!;
  return lines.length === 0 ? null : new Set(dice.some(lines.map((_, i) => i)));
}
