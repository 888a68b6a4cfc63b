import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { auditHouse } from "../../jobs/audit-house.ts";
import generateCommand from "../../jobs/commands/generate.ts";
import { declareCompleteness, parseDeclarations } from "../../jobs/declare-completeness.ts";
import type { House } from "../../jobs/house.ts";
import { findSources } from "../../jobs/sources.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { held } from "../plants/held.ts";
import { spoil } from "../plants/noise.ts";
import { report } from "../plants/report.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

const SETTLEMENTS = 100_000;
/** The least that a run can be: below it there is hardly an area with enough of anything. */
const FEWEST = 1000;
/** Schemes of each strength for 100,000 settlements of the usual number: at full size about fifteen of most cards. */
const TIMES = 10;
/** Generated persons have no care but what is generated. */
const COMPLETE = "000000=complete@2024-01-01..2024-12-31";

/**
 * Labelled schemes of every card in generated data, a third of the stronger ones spoilt by noise, loaded and audited as a user does it: what each rule
 * finds of its own card by strength, what else it speaks of, why something was missed, and which innocent twins it takes for the act. Rules and plants
 * were written apart, both from the domain note.
 */
export default {
  name: "plants",
  about: "planted schemes are found from the parameter on, innocent twins and ordinary rows are not, or it is said why",
  run: ({ size, seed, progress, signal }: ProofOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        const folder = await mkdtemp(path.join(house.folder.stage, "planted-"));
        const wanted = Math.max(FEWEST, Math.round(SETTLEMENTS * size));
        // A small run has fewer schemes of each card than a large one, but more for its settlements.
        const times = Math.round(TIMES / Math.sqrt(Math.min(1, size)));
        const { settlements } = await generateCommand.run(
          { principal: nationalPrincipal, config: house.config, progress, signal },
          {
            out: folder,
            settlements: String(wanted),
            seed: String(seed),
            planted: true,
            plantedTimes: String(times),
          },
        );
        await spoil(folder, seed);
        await declareCompleteness(house, nationalPrincipal, parseDeclarations([COMPLETE]));
        await loadFolder(house, folder, progress);
        await house.database.bulk(async (connection) => {
          await putInForce(connection, shippedSources(), house.folder.stage);
          await catchUpFacts(connection, await derivedFacts());
        });
        const { rules } = await auditHouse({ house, principal: nationalPrincipal, progress, signal });
        const failed = rules.filter(({ state }) => state === "failed" || state === "held");
        const told = report(
          await house.database.bulk((connection) => held(connection, path.join(folder, "truth", "truth*.parquet"))),
        );
        return {
          ...told,
          counts: { settlements, rules: rules.length, ...told.counts },
          failures: [...failed.map(({ rule, state, reason }) => `${rule} ${state}: ${reason}`), ...told.failures],
        };
      }),
    ),
} satisfies Proof;

async function loadFolder(house: House, folder: string, progress: ProofOptions["progress"]): Promise<void> {
  const sources = await findSources([folder]);
  for (const [done, { path: input, name }] of sources.entries()) {
    progress({ phase: "read", subject: name, done, total: sources.length });
    await house.intake.load({ input, source: name, reporter: "unknown", actor: "proof" });
  }
}
