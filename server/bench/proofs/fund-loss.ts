import { DuckDBInstance } from "@duckdb/node-api";
import { writeMoney } from "../../audit/money/write-money.ts";
import { withLastWrong } from "../../audit/money/years/erring.ts";
import { fillHouse, gatherTrials } from "../../audit/money/years/house.ts";
import { type Accused, randomFindings, rules } from "../../audit/money/years/implicated.ts";
import { expectedOf, fundLossWrong } from "../../audit/money/years/wrong.ts";
import { catalogueOf } from "../../settle/reference/catalogue-of.ts";
import { Dice } from "../../settle/years/dice.ts";
import { paidAsDue } from "../../settle/years/paid.ts";
import { randomCatalogue } from "../../settle/years/random-catalogue.ts";
import { randomTrials } from "../../settle/years/random-trials.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";

/** Claims with findings. */
const CLAIMS = 10_000;
/** Years counted at once, and the policies they are drawn from. */
const AT_ONCE = 600;
const POLICIES = 60;
/** Years whose last settlement was not paid as due. */
const ERRING = 0.3;

/**
 * Random benefit years under random policies, one to five findings about most of their settlements: what each costs alone is what the oracle makes of the year without
 * its lines, shares add up to what was paid less what the year comes to without all of them, and each line counts once.
 */
export default {
  name: "fund-loss",
  about:
    "what findings cost is what was paid less what the oracle settles without their lines; shares add up to the fen",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const dice = new Dice(seededRandom(seed));
    const wanted = Math.max(40, Math.round(CLAIMS * size));
    const longest = wanted < 1000 ? 4 : 9;
    const counts: Record<string, number> = { years: 0, "claims with findings": 0, findings: 0 };
    const failures: string[] = [];
    const instance = await DuckDBInstance.create(":memory:", { threads: "2", memory_limit: "4GB" });
    const connection = await instance.connect();
    try {
      for (let batch = 0; counts["claims with findings"]! < wanted && !signal.aborted; batch++) {
        progress({ phase: "prove", subject: "fund-loss", done: counts["claims with findings"]!, total: wanted });
        const catalogue = randomCatalogue(dice);
        const charges = catalogueOf(catalogue);
        const years = Math.min(AT_ONCE, Math.ceil((wanted - counts["claims with findings"]!) / (longest / 4)));
        const policies = Math.ceil((years * POLICIES) / AT_ONCE);
        const trials = randomTrials(dice, policies, { years, longest }, catalogue, `${batch}-`);
        const accused = trials.map((each): Accused => {
          const paid = paidAsDue(each, charges);
          const wrong = dice.chance(ERRING) ? withLastWrong(dice, paid) : null;
          const trial = wrong?.trial ?? paid;
          return { trial, findings: randomFindings(dice, trial, wrong?.erring ?? null) };
        });
        await fillHouse(connection, accused, catalogue);
        const { settled } = await writeMoney(connection, rules, { signal, gather: gatherTrials });
        const expected = expectedOf(accused, charges);
        failures.push(...(await fundLossWrong(connection, accused, expected)));
        const seen: Record<string, number> = {
          years,
          findings: accused.reduce((n, { findings }) => n + findings.length, 0),
          "claims with findings": new Set(
            accused.flatMap(({ findings }) => findings.flatMap(({ claims }) => [...claims.keys()])),
          ).size,
          "years settled again": settled,
          "amounts compared": [...expected.values()].reduce(
            (n, { alone, joint }) => n + [...alone.values(), ...joint.values()].reduce((m, each) => m + each.size, 0),
            0,
          ),
        };
        for (const [what, n] of Object.entries(seen)) counts[what] = (counts[what] ?? 0) + n;
      }
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return { counts, failures };
  },
} satisfies Proof;
