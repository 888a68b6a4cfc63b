import { DuckDBInstance } from "@duckdb/node-api";
import { disagreements } from "../../settle/years/compare.ts";
import { Dice } from "../../settle/years/dice.ts";
import { modesMet } from "../../settle/years/modes.ts";
import { printTrial } from "../../settle/years/print-trial.ts";
import { randomCatalogue } from "../../settle/years/random-catalogue.ts";
import { randomTrials } from "../../settle/years/random-trials.ts";
import { compared, type Settled, settleTrials } from "../../settle/years/run.ts";
import { shrunk } from "../../settle/years/shrink.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";

const YEARS = 100_000;
/** Years settled by one run of the chain, and the policies they are drawn from. */
const AT_ONCE = 4000;
const POLICIES = 200;
/** The part of policies that are known up to a cost or an admission only. */
const GAPS = 0.2;
/** Failing years that are made small and printed. */
const SHOWN = 3;

/** Random benefit years under random policies: chain and oracle agree on every amount, on the record and in the clean year. */
export default {
  name: "settle",
  about: "random benefit years under random policies are settled to the fen as the oracle settles them",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const dice = new Dice(seededRandom(seed));
    const wanted = Math.max(50, Math.round(YEARS * size));
    // A clean year takes a statement for each of its places: a small proof has short years.
    const longest = wanted < 1000 ? 4 : 12;
    const counts: Record<string, number> = { "amounts compared": 0, "beyond what a policy says": 0 };
    const failures: string[] = [];
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
    const connection = await instance.connect();
    try {
      for (let done = 0; done < wanted && !signal.aborted; ) {
        progress({ phase: "prove", subject: "settle", done, total: wanted });
        const catalogue = randomCatalogue(dice);
        const years = Math.min(AT_ONCE, wanted - done);
        const policies = Math.ceil((years * POLICIES) / AT_ONCE);
        const trials = randomTrials(dice, policies, { years, longest }, catalogue, `${done}-`, GAPS);
        const settled = await settleTrials(connection, trials, catalogue);
        const found = disagreements(trials, settled, catalogue);
        for (const name of new Set(found.map(({ trial }) => trial.name))) {
          const failing = found.find(({ trial }) => trial.name === name)!;
          const shown = failures.length < SHOWN ? await shrunk(connection, failing, catalogue) : failing;
          failures.push(failures.length < SHOWN ? printTrial(shown) : `${name}: ${failing.column}`);
        }
        for (const [mode, n] of modesMet(trials)) counts[mode] = (counts[mode] ?? 0) + n;
        counts["beyond what a policy says"]! += gapsMet(settled.record);
        counts["amounts compared"]! += (settled.record.size + settled.clean.size) * compared.length;
        done += years;
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return { counts, failures };
  },
} satisfies Proof;

const gapsMet = (settled: Settled) => [...settled.values()].filter(({ cannot }) => cannot === "policy_gap").length;
