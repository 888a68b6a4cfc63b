import { settleOnRecord } from "../../server/settle/chain.ts";
import type { Engine } from "./engine.ts";

/**
 * Settles the claims of a part of the persons by their policies, in one pass: what was paid before in a benefit year is taken from `known`, the
 * amounts of the pass before. Makes the temporary table `settled`. A few passes give the years as they should be; for tuning, one after another is enough.
 */
export async function settleSample(engine: Engine): Promise<void> {
  await pass(engine, "sampled", "settled");
  await engine.file("known");
}

/**
 * Settles every claim by its policy, the year before it as due: passes are repeated over the persons for whom the one before changed an
 * amount, which settles at least one more settlement of each year, until none changes. Makes the temporary table `settled`.
 * `erring`: by the mistakes of the table of that name.
 */
export async function settleAll(engine: Engine, { erring = false } = {}): Promise<void> {
  await pass(engine, "true", "settled", erring);
  await engine.file("known");
  await engine.file("unsettled");
  while ((await engine.rows("from unsettled limit 1")).length > 0) {
    await pass(engine, "person in (from unsettled)", "settled_again", erring);
    await engine.file("settled_again");
  }
}

/** Settles every claim once, beside what `known` holds of those before it. Makes the temporary table `settled`. */
export async function settleBeside(engine: Engine): Promise<void> {
  await pass(engine, "true", "settled");
}

async function pass(engine: Engine, which: string, into: string, erring = false): Promise<void> {
  await engine.file("to_settle", (text) => text.replace("/*which*/", which));
  if (erring) await engine.file("erring");
  await settleOnRecord(engine.connection, "answered");
  await engine.file("answers", (text) => `create or replace temp table ${into} as ${text}`);
  await engine.run("drop table answered");
}
