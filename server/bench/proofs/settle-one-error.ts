import { DuckDBInstance } from "@duckdb/node-api";
import { catalogueOf } from "../../settle/reference/catalogue-of.ts";
import { Rational, total } from "../../settle/reference/rational.ts";
import type { CatalogueOf } from "../../settle/reference/records.ts";
import { settle } from "../../settle/reference.ts";
import { Dice } from "../../settle/years/dice.ts";
import { cleanTotals, type Judged, judgeTrials } from "../../settle/years/judge.ts";
import { type ErringTrial, erringTrials } from "../../settle/years/one-error.ts";
import { paidAsDue } from "../../settle/years/paid.ts";
import { randomCatalogue } from "../../settle/years/random-catalogue.ts";
import { randomTrials } from "../../settle/years/random-trials.ts";
import type { Trial } from "../../settle/years/trial.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";

const YEARS = 1000;
const AT_ONCE = 200;
const POLICIES = 50;
const STAYS = 10;

/**
 * Random years of ten settlements under random policies, paid as they should have been but for one error, once for each kind of error. One difference is
 * found, in the settlement with the error, of the error's class; and what the year should have come to is what the oracle says.
 */
export default {
  name: "settle-one-error",
  about: "one error in a year of ten settlements is found once, where it happened; the clean year is the oracle's",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const dice = new Dice(seededRandom(seed));
    const wanted = Math.max(4, Math.round(YEARS * size));
    const counts: Record<string, number> = { years: 0, "years with an error": 0, "differences found": 0 };
    const failures: string[] = [];
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
    const connection = await instance.connect();
    try {
      for (let done = 0; done < wanted && !signal.aborted; done += AT_ONCE) {
        progress({ phase: "prove", subject: "settle-one-error", done, total: wanted });
        const catalogue = randomCatalogue(dice);
        const charges = catalogueOf(catalogue);
        const extent = { years: Math.min(AT_ONCE, wanted - done), fewest: STAYS, longest: STAYS };
        const policies = Math.ceil((extent.years * POLICIES) / AT_ONCE);
        const whole = randomTrials(dice, policies, extent, catalogue, `${done}-`);
        const tried = whole.flatMap((trial) => [...erringTrials(dice, paidAsDue(trial, charges), catalogue)]);
        const trials = tried.map(({ trial }) => trial);
        const judged = Map.groupBy(await judgeTrials(connection, trials, catalogue), ({ claim_id }) =>
          nameOf(claim_id),
        );
        const clean = await cleanTotals(connection);
        for (const each of tried) {
          const { name } = each.trial;
          failures.push(...wrongOf(each, judged.get(name) ?? [], clean.get(name), charges));
          const what = `${each.kind}: ${each.shows}`;
          counts[what] = (counts[what] ?? 0) + 1;
        }
        counts.years! += whole.length;
        counts["years with an error"]! += tried.length;
        counts["differences found"]! += [...judged.values()].flat().filter(differs).length;
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return { counts, failures };
  },
} satisfies Proof;

const differs = ({ difference_class }: Judged) => difference_class !== null;
const nameOf = (claim_id: string) => claim_id.slice(0, claim_id.lastIndexOf("-"));

/** What is not as it should be with a year of one error. */
function wrongOf(
  { trial, kind, claim_id, shows }: ErringTrial,
  judged: readonly Judged[],
  clean: string | undefined,
  charges: CatalogueOf,
): string[] {
  const found = judged.filter(differs).map((each) => `${each.claim_id} ${each.difference_class}`);
  const expected = `${claim_id} ${shows}`;
  const due = oraclesTotal(trial, charges);
  return [
    ...(found.join() === expected
      ? []
      : [`${kind} in ${trial.policy.area}: ${expected} planted, found ${found.join(", ") || "nothing"}`]),
    ...(due === (clean ?? "0.00")
      ? []
      : [`${kind} in ${trial.name}: the clean year is ${clean}, the oracle says ${due}`]),
  ];
}

function oraclesTotal(trial: Trial, charges: CatalogueOf): string {
  const outcomes = settle(trial.person, [trial.policy], charges, "clean");
  return String(total(outcomes.map((each) => (each.cannot === null ? each.fund_due : Rational.zero))));
}
