import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../../config.ts";
import { catchUpFacts } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { auditHouse } from "../../jobs/audit-house.ts";
import generateCommand from "../../jobs/commands/generate.ts";
import { declareCompleteness, parseDeclarations } from "../../jobs/declare-completeness.ts";
import { findSources } from "../../jobs/sources.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import type { ProofOptions } from "../proof.ts";
import { withHouse } from "../scratch.ts";

export interface Wanted {
  settlements: number;
  /** Schemes of each strength, as `generate --planted-times` has it. */
  times: number;
}

/** Fills a data folder with generated settlements and planted schemes, loaded and audited: something for people to look at. Gives the number of open findings. */
export function fillAudited(
  config: Config,
  { settlements, times }: Wanted,
  { seed, progress, signal }: Pick<ProofOptions, "seed" | "progress" | "signal">,
): Promise<number> {
  return withHouse(config, async (house) => {
    const out = await mkdtemp(path.join(house.folder.stage, "generated-"));
    await generateCommand.run(
      { principal: nationalPrincipal, config, progress, signal },
      { out, settlements: String(settlements), seed: String(seed), planted: true, plantedTimes: String(times) },
    );
    await declareCompleteness(house, nationalPrincipal, parseDeclarations(["000000=complete@2024-01-01..2024-12-31"]));
    for (const { path: input, name } of await findSources([out]))
      await house.intake.load({ input, source: name, reporter: "unknown", actor: "proof" });
    await house.database.bulk(async (connection) => {
      await putInForce(connection, shippedSources(), house.folder.stage);
      await catchUpFacts(connection, await derivedFacts());
    });
    const { rules } = await auditHouse({ house, principal: nationalPrincipal, progress, signal });
    return rules.reduce((sum, { found }) => sum + found, 0);
  });
}
