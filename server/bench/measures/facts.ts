import { mkdir } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { catchUpFacts, facts, forgetFacts } from "../../facts/fact.ts";
import { createDatabase } from "../../jobs/projection.ts";
import { Database } from "../../store/database.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { dataFolder } from "../../store/folder.ts";
import { Clock, peakOf } from "../clock.ts";
import { fillWithCopies } from "../copies.ts";
import { bringIn, correct, holdBack } from "../held-back.ts";
import type { Measure, MeasureOptions } from "../measure.ts";
import { inScratch, scratchConfig } from "../scratch.ts";

// Of the 8 GiB that the process may take, the rest is for what is not pages of the database.
const MEMORY = "7GB";
const SETTLEMENTS = 1000;
const GENERATED = { unit: "stays", linesPerStay: 30, most: 80_000 } as const;
const scan = "one raw scan-and-group of the lines";
const joined = "the same over line, by what claims say";
const full = "full build of all facts";
const late = `${SETTLEMENTS} settlements with their lines, incremental`;
const corrected = `${SETTLEMENTS} corrected settlements with their lines, incremental`;

/**
 * All facts over generated stays with 30 lines each and what comes with them: built anew, beside reading and grouping the lines once, and brought
 * up by 1,000 settlements that come later and by the correction of 1,000 that were there. The data are written past the intake, untimed: at full
 * size 25 copies of 80,000 generated stays, each with persons and numbers of its own, but with the same histories.
 */
export default {
  name: "facts",
  about: "facts built anew and brought up, beside one raw scan of the lines; rows are stays",
  rows: 2_000_000,
  run: (options: MeasureOptions) =>
    inScratch(async (root) => {
      const config = { ...scratchConfig(root), memory: MEMORY };
      const folder = dataFolder(config.dataDir);
      await mkdir(folder.stage, { recursive: true });
      const database = await Database.open({ file: folder.database, stage: folder.stage, spill: folder.spill }, config);
      try {
        return await database.bulk(async (connection) => {
          const dictionary = loadDictionary();
          await createDatabase(connection, dictionary);
          const tables = new Set((await facts()).flatMap(({ reads }) => reads));
          const data = await fillWithCopies(
            connection,
            dictionary,
            { ...GENERATED, rows: options.rows, tables, folder: `${folder.stage}/generated`, config },
            options,
          );
          options.progress({ phase: "write", subject: "held back", done: 0, total: 1 });
          await holdBack(connection, options.repetitions, SETTLEMENTS);
          return { data, ...(await measure(connection, options)) };
        });
      } finally {
        await database.close();
      }
    }),
} satisfies Measure;

async function measure(connection: DuckDBConnection, { repetitions, progress, signal }: MeasureOptions) {
  const clock = new Clock();
  let phase = "build";
  const timed = (await facts()).map((fact) => clock.watch(fact, (name) => `  ${phase}: ${name}`));
  let peak = 0;
  for (let part = 0; part < repetitions && !signal.aborted; part++) {
    progress({ phase: "measure", subject: full, done: part, total: repetitions });
    await clock.time(scan, () =>
      connection.run("select item_code, count(*), sum(amount) from fee_line where batch_to is null group by item_code"),
    );
    await forgetFacts(connection);
    phase = "build";
    peak = Math.max(peak, await peakOf(() => clock.time(full, () => catchUpFacts(connection, timed))));
    await clock.time(joined, () =>
      connection.run(
        "select item_code, count(*), sum(amount) from line where scheme = '310' and age >= 18 group by item_code",
      ),
    );
    await bringIn(connection, part);
    phase = "new";
    await clock.time(late, () => catchUpFacts(connection, timed));
    await correct(connection, part);
    phase = "corrected";
    await clock.time(corrected, () => catchUpFacts(connection, timed));
  }
  const timings = clock.timings();
  const of = (what: string) => clock.of(what);
  return {
    timings,
    ratios: [
      { what: "full build, in scans of the lines", ratio: of(full) / of(scan) },
      {
        what: "a scan of line with its claim, in scans of the lines",
        ratio: of(joined) / of(scan),
        target: "≤ 3",
        met: of(joined) <= 3 * of(scan),
      },
      ...[late, corrected].flatMap((what) => [
        {
          what: `${what}: share of the full build`,
          ratio: of(what) / of(full),
          target: "≤ 0.05",
          met: of(what) <= 0.05 * of(full),
        },
        { what: `${what}: seconds`, ratio: of(what), target: "≤ 3", met: of(what) <= 3 },
      ]),
      {
        what: "peak memory of the process in a full build, GiB",
        ratio: peak / 2 ** 30,
        target: "≤ 8",
        met: peak <= 8 * 2 ** 30,
      },
    ],
  };
}
