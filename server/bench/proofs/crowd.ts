import { mkdir } from "node:fs/promises";
import path from "node:path";
import generateCommand from "../../jobs/commands/generate.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { crowded } from "../crowd/crowded.ts";
import { fillAudited } from "../people/audited-folder.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

const PEOPLE = 100;
const DATA = { settlements: 1500, times: 4 };
/** What is loaded while they work. */
const LOADED = 20_000;

/** Many people at once, signed in, on loopback, while a bulk load and a full audit run: how long queue, finding and verdict take. No verdict waits for a load. */
export default {
  name: "crowd",
  about:
    "100 people at once while a bulk load and an audit run: p95 of queue, finding, verdict; no verdict waits for the load",
  run: ({ size, seed, progress, signal }: ProofOptions) =>
    inScratch(async (root) => {
      const people = Math.max(5, Math.round(PEOPLE * size));
      const config = scratchConfig(root);
      await fillAudited(config, DATA, { seed, progress, signal });
      const more = path.join(root, "more");
      await mkdir(more);
      const settlements = String(Math.max(1000, Math.round(LOADED * size)));
      await generateCommand.run(
        { principal: nationalPrincipal, config, progress, signal },
        { out: more, settlements, seed: String(seed + 1), from: "2023-01-01", to: "2023-12-31" },
      );
      return crowded(config, more, people, { seed, progress });
    }),
} satisfies Proof;
