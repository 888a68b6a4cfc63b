import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleCatalogue, policyOf, workedExamples } from "../reference/worked-examples.ts";
import { disagreements } from "./compare.ts";
import { moved } from "./moved.ts";
import { places } from "./random-trials.ts";
import { type compared, type Settled, settleTrials } from "./run.ts";

const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
let connection: DuckDBConnection;
let settled: { record: Settled; clean: Settled };
const home = places.filter(({ province }) => province !== "110000");
const trials = workedExamples.map((example, i) =>
  moved({ name: "", policy: policyOf(example), person: example.person }, `x${i}`, home[i]!),
);

beforeAll(async () => {
  connection = await instance.connect();
  settled = await settleTrials(connection, trials, exampleCatalogue);
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

test.each(workedExamples.map((example, i) => [example.name, example, i] as const))(
  "the chain settles %s",
  (_, example, i) => {
    for (const [claim, columns] of Object.entries(example.expected)) {
      const row = settled.record.get(`x${i}-${claim}`)!;
      const got = Object.keys(columns).map((column) => [column, row[column as (typeof compared)[number]]]);
      expect(Object.fromEntries(got), claim).toEqual(columns);
    }
  },
);

test("oracle and chain agree on the examples in every amount, and a fen more is seen", () => {
  expect(disagreements(trials, settled, exampleCatalogue)).toEqual([]);
  const [claim_id, row] = [...settled.clean][0]!;
  const wrong = new Map(settled.clean).set(claim_id, { ...row, basic_due: "0.01" });
  const found = disagreements(trials, { ...settled, clean: wrong }, exampleCatalogue);
  expect(found.map(({ kind, column, chain }) => ({ kind, claim: claim_id, column, chain }))).toEqual([
    { kind: "clean", claim: claim_id, column: "basic_due", chain: "0.01" },
  ]);
});
