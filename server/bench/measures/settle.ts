import { readFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../errors.ts";
import { catchUpFacts, neededFor } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { createDatabase } from "../../jobs/projection.ts";
import { settleOnRecord } from "../../settle/chain.ts";
import { forgetClaims, gatherClaims } from "../../settle/claims.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { Database } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { dataFolder } from "../../store/folder.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { Clock, peakOf } from "../clock.ts";
import { fillWithCopies } from "../copies.ts";
import { bringIn, correct, holdBack } from "../held-back.ts";
import type { Measure, MeasureOptions } from "../measure.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

// Of the 8 GiB that the process may take, the rest is for what is not pages of the database.
const MEMORY = "7GB";
const SETTLEMENTS = 1000;
const GENERATED = { unit: "stays", linesPerStay: 30, most: 80_000 } as const;
/** Sizes beside the whole, as parts of it: 60 M lines, 10 M, 1 M. */
const PARTS = [60, 6, 1] as const;
const byHand = readFileSync(new URL("settle-by-hand.sql", import.meta.url), "utf8");

/**
 * Re-settlement of generated stays with 30 lines each, in three sizes: the chain S0–S12 on the record beside the same steps written by hand for
 * in-patients of known history, whose every amount must be the same; the whole fact with comparison, explanations and clean years; and the fact
 * brought up by 1,000 settlements that come later and by the correction of 1,000. The data are written past the intake, untimed, and declared complete.
 */
export default {
  name: "settle",
  about: "re-settlement beside the same steps by hand, in three sizes; rows are stays of the largest",
  rows: 2_000_000,
  run: (options: MeasureOptions) =>
    inScratch(async (root) => {
      const sizes: Size[] = [];
      for (const part of PARTS) {
        if (options.signal.aborted) break;
        sizes.push(await measureSize(path.join(root, String(part)), Math.round(options.rows / part), options));
      }
      return {
        data: sizes.at(-1)!.data,
        timings: sizes.flatMap(({ clock }) => clock.timings()),
        ratios: ratiosOf(sizes),
      };
    }),
} satisfies Measure;

interface Size {
  lines: number;
  data: string;
  clock: Clock;
  /** Bytes the process held at most while all was settled. */
  peak: number;
}

const names = (lines: number) => {
  const size = `${(lines / 1e6).toFixed(1)} M lines`;
  return {
    chain: `${size}: steps S0–S12`,
    hand: `${size}: the same by hand`,
    full: `${size}: the whole fact`,
    late: `${size}: ${SETTLEMENTS} settlements more`,
    corrected: `${size}: ${SETTLEMENTS} corrected`,
  };
};

async function measureSize(root: string, rows: number, options: MeasureOptions): Promise<Size> {
  const config = { ...scratchConfig(root), memory: MEMORY };
  const folder = dataFolder(config.dataDir);
  await mkdir(folder.stage, { recursive: true });
  const database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
  try {
    return await database.bulk(async (connection) => {
      const dictionary = loadDictionary();
      await createDatabase(connection, dictionary);
      await putInForce(connection, shippedSources(), folder.stage);
      const tables = new Set((await derivedFacts()).flatMap(({ reads }) => reads));
      const filling = { ...GENERATED, rows, tables, folder: `${folder.stage}/generated`, config };
      const data = await fillWithCopies(connection, dictionary, filling, options);
      await holdBack(connection, options.repetitions, SETTLEMENTS);
      return { data, ...(await measure(connection, options)) };
    });
  } finally {
    await database.close();
    await rm(root, { recursive: true, force: true });
  }
}

async function measure(connection: DuckDBConnection, { repetitions, progress, signal }: MeasureOptions) {
  const run = (text: string) => connection.run(text);
  const { lines } = await new Reader(connection, UNLIMITED).one<{ lines: number }>(
    sql`select count(*) as lines from fee_line where batch_to is null`,
  );
  const name = names(lines);
  const clock = new Clock();
  let phase = name.full;
  const settled = neededFor("resettlement", await derivedFacts()).map((fact) =>
    fact.name === "resettlement" ? clock.watch(fact, () => phase) : fact,
  );
  let peak = 0;
  progress({ phase: "measure", subject: `${name.full}: facts`, done: 0, total: repetitions });
  await catchUpFacts(
    connection,
    settled.filter((fact) => fact.name !== "resettlement"),
  );
  await run(`insert into completeness by name select distinct insured_city as area, scheme, kind as care_group, date '1900-01-01' as valid_from,
    date '9999-12-31' as valid_to, 'complete' as state, 1 as declaration
    from claim, (select unnest(['inpatient', 'outpatient', 'chronic', 'pharmacy']) as kind) where insured_city is not null`);
  for (let part = 0; part < repetitions && !signal.aborted; part++) {
    progress({ phase: "measure", subject: name.chain, done: part, total: repetitions });
    let forget = async () => {};
    await clock.time(name.chain, async () => {
      await gatherClaims(connection, "and claim.care_group = 'inpatient'");
      forget = (await settleOnRecord(connection)).forget;
    });
    progress({ phase: "measure", subject: name.hand, done: part, total: repetitions });
    await clock.time(name.hand, () => run(byHand));
    await compare(connection);
    await forget();
    await forgetClaims(connection);
    await run(
      "drop table by_hand; drop table hand_claim; drop table hand_sum; drop table hand_stay; drop table hand_place; drop table hand_basic",
    );
    progress({ phase: "measure", subject: name.full, done: part, total: repetitions });
    phase = name.full;
    await run("delete from fact_state where fact = 'resettlement'");
    peak = Math.max(peak, await peakOf(() => catchUpFacts(connection, settled)));
    phase = name.late;
    await bringIn(connection, part);
    await catchUpFacts(connection, settled);
    phase = name.corrected;
    await correct(connection, part);
    await catchUpFacts(connection, settled);
  }
  return { lines, clock, peak };
}

/** @throws internal.unexpected where the hand-written steps come to another amount for a claim, or to another number of claims */
async function compare(connection: DuckDBConnection): Promise<void> {
  const { claims, differing } = await new Reader(connection, UNLIMITED).one<{ claims: number; differing: number }>(sql`
    select count(chain.claim_id) as claims, count(*) filter (
      (full_self_pay_due, over_limit_due, chain.first_pay_due, in_scope_due, deductible_due, basic_due, chain.serious_due, chain.large_due, chain.civil_due, chain.aid_due, chain.fund_due)
      is distinct from (full_due, over_due, hand.first_due, scope, deductible, basic, hand.serious_due, hand.large_due, hand.civil_due, hand.aid_due, hand.fund_due)
    ) as differing
    from (from on_record where cannot is null) as chain full join by_hand as hand using (claim_id)`);
  if (differing > 0 || claims === 0)
    throw fail("internal.unexpected", {
      reason: `${differing} of ${claims} claims settled by hand come to other amounts`,
    });
}

function ratiosOf(sizes: readonly Size[]) {
  const per = ({ lines, clock }: Size) => clock.of(names(lines).chain) / lines;
  const [small] = sizes;
  return sizes.flatMap((size) => {
    const { lines, clock, peak } = size;
    const name = names(lines);
    const share = (what: string) => clock.of(what) / clock.of(name.full);
    const memory = peak / 2 ** 30;
    const linear = per(size) / per(small!);
    return [
      {
        what: `${name.chain}, in times of hand-written SQL`,
        ratio: clock.of(name.chain) / clock.of(name.hand),
        target: "≤ 1.2",
      },
      { what: `${name.chain}: seconds a line, in times of the smallest size`, ratio: linear, target: "≤ 1.2" },
      { what: `${name.late}: share of settling all`, ratio: share(name.late), target: "≤ 0.05" },
      { what: `${name.corrected}: share of settling all`, ratio: share(name.corrected), target: "≤ 0.05" },
      { what: `${name.full}: peak memory of the process, GiB`, ratio: memory, target: "≤ 8" },
    ].map((each) => ({ ...each, met: each.ratio <= Number(each.target.slice(2)) }));
  });
}
