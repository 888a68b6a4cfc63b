import { writeFile } from "node:fs/promises";
import path from "node:path";
import { JihengError } from "../../errors.ts";
import { malformed } from "../../intake/malformed.ts";
import { mutate, mutationClasses, random } from "../../intake/mutate.ts";
import type { House } from "../../jobs/house.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import type { Proof, ProofOptions } from "../proof.ts";
import { sampleSettlements, toCsv } from "../sample.ts";
import { inScratch, scratchConfig, withHouse } from "../scratch.ts";

const CASES_PER_CLASS = 500;
/** Whole loads cost a commit each: fewer of them. */
const LOADS_PER_CLASS = 50;

/**
 * Small valid files of every format, damaged in every way. Through the readers: each ends as one clear error or with every
 * record accounted for, counted through DuckDB. Through whole loads: each ends as one clear error and nothing stored, or
 * read = accepted + duplicate + replaced + rejected, with as many rows and rejects in the database.
 */
export default {
  name: "malformed",
  about: "damaged files of every format: no crash, no hang, no unexplained row",
  run: ({ size, seed, progress, signal }: ProofOptions) =>
    inScratch((root) =>
      withHouse(scratchConfig(root), async (house) => {
        const casesPerClass = Math.max(1, Math.round(CASES_PER_CLASS * size));
        const onProgress = (done: number, total: number) =>
          progress({ phase: "prove", subject: "malformed", done, total });
        const { counts, failures } = await house.database.bulk((connection) =>
          malformed({ casesPerClass, seed, connection, stageDir: house.folder.stage, signal, onProgress }),
        );
        const loads = await damagedLoads(house, root, seed, Math.max(1, Math.round(LOADS_PER_CLASS * size)));
        const sum = (name: "cases" | "refused" | "rejected" | "read" | "compared") =>
          counts.reduce((all, count) => all + count[name], 0);
        return {
          counts: {
            "formats × classes": counts.length,
            "cases per format and class": casesPerClass,
            cases: sum("cases"),
            "refused with one error": sum("refused"),
            "read with rejects": sum("rejected"),
            "read whole": sum("read"),
            "compared row by row": sum("compared"),
            ...loads.counts,
          },
          failures: [...failures.map((f) => `${f.format} ${f.class} case ${f.case}: ${f.reason}`), ...loads.failures],
        };
      }),
    ),
} satisfies Proof;

async function damagedLoads(house: House, root: string, seed: number, perClass: number) {
  const original = Buffer.from(toCsv(sampleSettlements(20)));
  const counts = { "whole loads": 0, "whole loads refused": 0, "rows stored": 0, "records rejected": 0 };
  const failures: string[] = [];
  const next = random(seed);
  for (const kind of mutationClasses) {
    for (let i = 0; i < perClass; i++) {
      const file = path.join(root, `setl_d_${kind}_${i}.csv`);
      await writeFile(file, mutate(original, kind, next).bytes);
      counts["whole loads"]++;
      const before = await stored(house);
      try {
        const [record] = await house.intake.load({ input: file, source: file, reporter: "unknown", actor: "proof" });
        const after = await stored(house);
        const { read, accepted, duplicate, replaced, rejected } = record!;
        counts["rows stored"] += after.rows - before.rows;
        counts["records rejected"] += rejected;
        if (read !== accepted + duplicate + replaced + rejected)
          failures.push(`load ${kind} ${i}: ${read} read unaccounted`);
        const isNew = after.batches > before.batches;
        if (
          after.rows - before.rows !== accepted + replaced ||
          (isNew && after.rejects - before.rejects !== rejected)
        ) {
          failures.push(`load ${kind} ${i}: stored rows or rejects differ from the report`);
        }
      } catch (cause) {
        counts["whole loads refused"]++;
        const clear = cause instanceof JihengError && /^(intake|layout)\./.test(cause.code);
        if (!clear || cause.status >= 500) failures.push(`load ${kind} ${i}: ${String(cause)}`);
        const after = await stored(house);
        if (after.rows !== before.rows) failures.push(`load ${kind} ${i}: refused, but rows were stored`);
      }
    }
  }
  return { counts, failures };
}

function stored(house: House) {
  return house.database.read(nationalPrincipal, (reader) =>
    reader.one<{ rows: number; rejects: number; batches: number }>(
      sql`select (select count(*) from settlement) as rows, (select count(*) from batch) as batches,
                 (select count(distinct (batch, record)) from reject) as rejects`,
    ),
  );
}
