import { DuckDBInstance } from "@duckdb/node-api";
import { catalogueOf } from "../../settle/reference/catalogue-of.ts";
import { Dice } from "../../settle/years/dice.ts";
import { type Judged, judgeTrials } from "../../settle/years/judge.ts";
import { localRemoved } from "../../settle/years/local-removed.ts";
import { randomCatalogue } from "../../settle/years/random-catalogue.ts";
import { randomTrials } from "../../settle/years/random-trials.ts";
import type { Trial } from "../../settle/years/trial.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";

const YEARS = 20_000;
const AT_ONCE = 2000;
const POLICIES = 100;

/**
 * Random years under random policies, paid to the fen as they should have been, then all settlements at home taken away and nothing declared complete: what
 * is missing must never look like an error. Counts what can still be told.
 */
export default {
  name: "settle-local-removed",
  about: "correctly paid years of which all local settlements are missing show no difference",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const dice = new Dice(seededRandom(seed));
    const wanted = Math.max(20, Math.round(YEARS * size));
    const counts: Record<string, number> = { years: 0, "settlements left": 0, "false differences": 0 };
    const failures: string[] = [];
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
    const connection = await instance.connect();
    try {
      for (let done = 0; done < wanted && !signal.aborted; done += AT_ONCE) {
        progress({ phase: "prove", subject: "settle-local-removed", done, total: wanted });
        const catalogue = randomCatalogue(dice);
        const years = Math.min(AT_ONCE, wanted - done);
        const policies = Math.ceil((years * POLICIES) / AT_ONCE);
        const whole = randomTrials(dice, policies, { years, longest: 12 }, catalogue, `${done}-`);
        const trials = whole.flatMap((trial) => localRemoved(dice, trial, catalogueOf(catalogue)) ?? []);
        const judged = await judgeTrials(connection, trials, catalogue);
        const found = judged.filter(({ difference_class }) => difference_class !== null);
        failures.push(...found.map((each) => described(each, trials)));
        counts.years! += trials.length;
        counts["settlements left"]! += judged.length;
        counts["false differences"]! += found.length;
        for (const each of judged) count(counts, each);
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return { counts, failures };
  },
} satisfies Proof;

/** How much can still be told: by kind of care and mode, and for each class of difference whether its step is known to the fen. */
function count(counts: Record<string, number>, judged: Judged): void {
  const add = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const { care_group, deductible_mode, cannot } = judged;
  add(`${care_group}, deductible ${deductible_mode ?? "none"}: ${judged.judged}`);
  if (cannot !== null) return;
  add(`${care_group}, RS-DEDC: ${judged.deductible_known ? "exact" : "interval"}`);
  add(`${care_group}, RS-RATIO and RS-CAP: ${judged.basic_known ? "exact" : "interval"}`);
  add(`${care_group}, RS-LAYER: ${judged.layers_known ? "exact" : "interval"}`);
}

function described({ claim_id, difference_class, apart, judged }: Judged, trials: readonly Trial[]): string {
  const trial = trials.find(({ person }) => person.settlements.some((each) => each.claim_id === claim_id))!;
  return `${claim_id} (${trial.policy.area}): ${difference_class} of ${apart} yuan, ${judged}`;
}
