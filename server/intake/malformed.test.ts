import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { malformed } from "./malformed.ts";
import { mutationClasses } from "./mutate.ts";
import { specimenFormats } from "./specimens.ts";

it("refuses or explains every damaged file", { timeout: 120_000 }, async () => {
  const stageDir = await mkdtemp(join(tmpdir(), "jiheng-malformed-"));
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
  try {
    await connection.run(`set allowed_directories = ['${stageDir}/']`);
    await connection.run("set enable_external_access = false");
    const report = await malformed({ casesPerClass: 8, seed: 2021, connection, stageDir });
    expect(report.failures).toEqual([]);
    expect(report.counts).toHaveLength(specimenFormats.length * mutationClasses.length);
    const sum = (key: "refused" | "rejected" | "read" | "compared") =>
      report.counts.reduce((all, count) => all + count[key], 0);
    for (const key of ["refused", "rejected", "read", "compared"] as const) expect(sum(key), key).toBeGreaterThan(0);
  } finally {
    connection.closeSync();
    await rm(stageDir, { recursive: true });
  }
});
