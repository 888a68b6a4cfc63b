import { least, Rational, total } from "../../../settle/reference/rational.ts";
import type { CatalogueOf, Due, Settlement } from "../../../settle/reference/records.ts";
import { settle } from "../../../settle/reference.ts";
import { unlistedItem } from "../../../settle/years/random-catalogue.ts";
import type { Trial } from "../../../settle/years/trial.ts";
import { type FundName, funds } from "../funds.ts";
import type { Accused, Implicated, Taken } from "./implicated.ts";

/** Losses in yuan by claim and fund; nothing where there is none. */
export type Losses = Map<string, Rational>;
export const cell = (claim_id: string, fund: string) => `${claim_id} ${fund}`;

export interface Expected {
  /** By finding, each the only one. */
  alone: Map<string, Losses>;
  /** By standing: all of its findings together. */
  joint: Map<string, Losses>;
}

/** What findings cost by the oracle: years are settled without what they take out, row by row. */
export function expectedLosses({ trial, findings }: Accused, charges: CatalogueOf): Expected {
  const year = new Year(trial, charges);
  const byStanding = Map.groupBy(findings, ({ standing }) => standing);
  const alone = new Map(findings.map((each) => [each.finding, year.losses([each], byStanding.get(each.standing)!)]));
  const joint = new Map([...byStanding].map(([standing, all]) => [standing, year.losses(all, all)]));
  return { alone, joint };
}

class Year {
  readonly trial: Trial;
  readonly charges: CatalogueOf;
  readonly due: Map<string, Due>;

  constructor(trial: Trial, charges: CatalogueOf) {
    this.trial = trial;
    this.charges = charges;
    this.due = this.#settled(new Map());
  }

  /** What some findings cost; where a finding of the standing is about what was paid otherwise than due, that is its own loss and no other's. */
  losses(findings: readonly Implicated[], standing: readonly Implicated[]): Losses {
    const differs = new Set(
      standing.filter(({ rule }) => rule === "DIFFERS").flatMap(({ claims }) => [...claims.keys()]),
    );
    const taken = union(findings.filter(({ rule }) => rule !== "DIFFERS"));
    const after = this.#settled(new Map([...taken].filter(([claim_id]) => this.due.has(claim_id))));
    const found: Losses = new Map();
    for (const settlement of this.trial.person.settlements) {
      const { claim_id, recorded } = settlement;
      const [due, then, part] = [this.due.get(claim_id), after.get(claim_id), taken.get(claim_id)];
      for (const fund of funds) {
        const paid = Rational.of(recorded[fund.recorded]);
        if (!due) {
          // Not judged: all of it is taken out, and with it all that was paid.
          if (part === "all") add(found, claim_id, fund.fund, paid);
          continue;
        }
        const was = fund.due ? due[fund.due] : paid;
        const left = fund.due ? then![fund.due] : part === "all" ? Rational.zero : paid;
        add(found, claim_id, fund.fund, (part && !differs.has(claim_id) ? least(paid, was) : was).minus(left));
        const told = findings.some(({ rule, claims }) => rule === "DIFFERS" && claims.has(claim_id));
        if (told) add(found, claim_id, fund.fund, paid.minus(was));
      }
    }
    return found;
  }

  #settled(taken: ReadonlyMap<string, Taken>): Map<string, Due> {
    const { person, policy } = this.trial;
    const settlements = person.settlements.map((each) => without(each, taken.get(each.claim_id)));
    const outcomes = settle({ ...person, settlements }, [policy], this.charges, "clean");
    return new Map(outcomes.flatMap((each) => (each.cannot === null ? [[each.claim_id, each]] : [])));
  }
}

function add(losses: Losses, claim_id: string, fund: FundName, yuan: Rational): void {
  const key = cell(claim_id, fund);
  const sum = (losses.get(key) ?? Rational.zero).plus(yuan);
  if (sum.compare(Rational.zero) === 0) losses.delete(key);
  else losses.set(key, sum);
}

function union(findings: readonly Implicated[]): Map<string, Taken> {
  const all = new Map<string, Taken>();
  for (const [claim_id, taken] of findings.flatMap(({ claims }) => [...claims])) {
    const before = all.get(claim_id);
    all.set(claim_id, before === "all" || taken === "all" ? "all" : new Set([...(before ?? []), ...taken]));
  }
  return all;
}

/** A settlement whose lines, or all of it, the person pays. */
function without(settlement: Settlement, taken: Taken | undefined): Settlement {
  if (taken === undefined) return settlement;
  const lines = settlement.lines.map((line, i) =>
    taken === "all" || taken.has(i) ? { ...line, item_code: unlistedItem, ...allSelfPay(line.amount) } : line,
  );
  const { recorded } = settlement;
  return {
    ...settlement,
    lines,
    recorded: taken === "all" ? { ...recorded, ...allSelfPay(recorded.total_cost) } : recorded,
  };
}

const allSelfPay = (amount: string) => ({
  full_self_pay: amount,
  over_limit: "0.00",
  first_pay: "0.00",
  in_scope: "0.00",
});

/** What the findings of a standing take out of a claim: each line once. */
export function costTaken({ trial, findings }: Accused, standing: string): Map<string, Rational> {
  const taken = union(findings.filter((each) => each.standing === standing && each.rule !== "DIFFERS"));
  return new Map(
    [...taken].map(([claim_id, part]) => {
      const { lines, recorded } = trial.person.settlements.find((each) => each.claim_id === claim_id)!;
      const cost =
        part === "all" ? Rational.of(recorded.total_cost) : total([...part].map((i) => Rational.of(lines[i]!.amount)));
      return [claim_id, cost];
    }),
  );
}
