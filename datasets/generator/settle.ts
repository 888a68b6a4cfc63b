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
 * `erring`: by the mistakes of the tables `erring` and `unspent_claim`.
 */
export async function settleAll(engine: Engine, { erring = false } = {}): Promise<void> {
  const mistakes = erring ? ["erring", "unspent"] : [];
  await pass(engine, "true", "settled", mistakes);
  await engine.file("known");
  await engine.file("unsettled");
  while ((await engine.rows("from unsettled limit 1")).length > 0) {
    await pass(engine, "person in (from unsettled)", "settled_again", mistakes);
    await engine.file("settled_again");
  }
}

/**
 * Claims that their ceiling cuts, as a system would pay them that forgot what of it was spent; all else of the year stands. After `settleAll`; makes the
 * temporary table `unspent`.
 */
export async function settleUnspent(engine: Engine): Promise<void> {
  await engine.run(
    `create or replace temp table unspent_claim as
       select claim_id from settled where calculated > cap_left and basic_due < calculated and getvariable('mistakes') > 0`,
  );
  await pass(engine, "person in (select person_id from settled where claim_id in (from unspent_claim))", "unspent", [
    "unspent",
  ]);
  await engine.run("delete from unspent where claim_id not in (from unspent_claim); drop table unspent_claim");
}

/** Settles every claim once, beside what `known` holds of those before it. Makes the temporary table `settled`. */
export async function settleBeside(engine: Engine): Promise<void> {
  await pass(engine, "true", "settled");
}

/** `mistakes`: files that make claims to be settled what a system took them for. */
async function pass(engine: Engine, which: string, into: string, mistakes: readonly string[] = []): Promise<void> {
  await engine.file("to_settle", (text) => text.replace("/*which*/", which));
  for (const file of mistakes) await engine.file(file);
  const { forget } = await settleOnRecord(engine.connection);
  await engine.file("answers", (text) => `create or replace temp table ${into} as ${text}`);
  await forget();
  // Terms that only a mistake knows.
  await engine.run(`update ${into} set term = -term where term < 0; delete from policy_term where term < 0`);
}
