import { mkdtemp } from "node:fs/promises";
import path from "node:path";
import { catchUpFacts, neededFor } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import generateCommand from "../../jobs/commands/generate.ts";
import { declareCompleteness, parseDeclarations } from "../../jobs/declare-completeness.ts";
import type { House } from "../../jobs/house.ts";
import { findSources } from "../../jobs/sources.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { type Caught, caught } from "../planted-errors.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

const SETTLEMENTS = 200_000;
/** The least that a run can be: below it there is hardly an area with enough of anything. */
const FEWEST = 1000;
/** Generated persons have no care but what is generated. */
const COMPLETE = "000000=complete@2024-01-01..2024-12-31";
/** Of medium and strong errors all but one in fifty; a difference that nobody planted is an accusation, so of those none. */
const RECALL = 0.98;
const PRECISION = 1;
const THROUGHOUT = "throughout an area";
/** Who answers for it. */
const RESPONSIBLE = 1;
/** The change that explains it is named, alone or among others. */
const EXPLAINED = 0.95;

/** Labelled settlement errors among the rest, loaded as a user loads them and settled again: how many are found, as what, and what else is. */
export default {
  name: "planted-settlement",
  about:
    "planted settlement errors are found, told by class, who answers and the change that explains them; nothing else is",
  run: ({ size, seed, progress, signal }: ProofOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        const folder = await mkdtemp(path.join(house.folder.stage, "planted-"));
        const wanted = Math.max(FEWEST, Math.round(SETTLEMENTS * size));
        const { settlements } = await generateCommand.run(
          { principal: nationalPrincipal, config: house.config, progress, signal },
          { out: folder, settlements: String(wanted), seed: String(seed), planted: true },
        );
        await declareCompleteness(house, nationalPrincipal, parseDeclarations([COMPLETE]));
        await loadFolder(house, folder, progress);
        progress({ phase: "prove", subject: "planted-settlement", done: 0, total: 1 });
        const found = await house.database.bulk(async (connection) => {
          await putInForce(connection, shippedSources(), house.folder.stage);
          await catchUpFacts(connection, neededFor("resettlement", await derivedFacts()));
          return caught(connection, path.join(folder, "truth", "truth*.parquet"));
        });
        return { counts: { settlements, ...countsOf(found) }, failures: failuresOf(found) };
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

function countsOf({ classes, areas }: Caught): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const each of classes) {
    const { planted, found, false: wrong, raised, responsible, explained, named, ambiguous, explainable } = each;
    const of = (what: string, n: number) => {
      counts[`${each.class} ${what}`] = n;
    };
    of("planted, beyond rounding", planted.all);
    of("found", found.all);
    of("found of weak ones", found.weak);
    of("recall", share(found.all, planted.all));
    of("precision", share(raised - wrong, raised));
    of("in schemes of other cards", each.ofSchemes);
    of("false", wrong);
    of("found, of another class", each.otherwise);
    of("responsible right", share(responsible, found.all));
    of("explaining change right", share(explained, explainable));
    of("explaining change among several", ambiguous);
    of("explaining change named in all", named);
  }
  for (const { kind, planted, found } of areas) {
    counts[`${kind}: planted`] = planted;
    counts[`${kind}: found`] = found;
  }
  return counts;
}

function failuresOf({ classes, areas, lookAlikes, beside }: Caught): string[] {
  const failures: string[] = [];
  const below = (what: string, is: number, least: number) => {
    if (is < least) failures.push(`${what} ${is}, expected at least ${least}`);
  };
  for (const { class: name, planted, found, raised, false: wrong, responsible } of classes) {
    below(`${name}: responsible`, share(responsible, found.all), RESPONSIBLE);
    // Of whole areas it counts that the area is found.
    if (name.includes(THROUGHOUT)) continue;
    below(`${name}: planted`, planted.all, 1);
    below(
      `${name}: recall of medium and strong ones`,
      share(found.all - found.weak, planted.all - planted.weak),
      RECALL,
    );
    below(`${name}: precision`, share(raised - wrong, raised), PRECISION);
  }
  const sum = (of: (each: Caught["classes"][number]) => number) => classes.reduce((all, each) => all + of(each), 0);
  below(
    "explaining change named",
    share(
      sum(({ named }) => named),
      sum(({ explainable }) => explainable),
    ),
    EXPLAINED,
  );
  for (const { kind, planted, found, beside: others } of areas) {
    below(`${kind}`, found, planted);
    if (others > 0) failures.push(`${others} of ${kind} that nobody planted`);
  }
  return [
    ...failures,
    ...lookAlikes.map((each) => `look-alike: ${each}`),
    ...beside.map((each) => `not planted: ${each}`),
  ];
}

const share = (part: number, whole: number) => (whole === 0 ? 1 : Math.round((10_000 * part) / whole) / 10_000);
