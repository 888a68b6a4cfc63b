import { expect, test } from "vitest";
import { loadProofs } from "./proof.ts";

const proofs = await loadProofs();
/** Small versions of the heavy proofs, or why there is none; `jiheng prove` runs them at full size. */
const size: Record<string, number | string> = {
  kill: 0.025,
  order: 0.06,
  malformed: 0.006,
  settle: 0.003,
  infer: 0.001,
  "settle-local-removed": 0.002,
  "settle-one-error": 0.004,
  "rules-fuzz": 0.015,
  "fund-loss": 0.004,
  tampering: 0.01,
  lookalikes: 0.05,
  "settle-claims": "generates data; settle/refresh.test.ts holds small houses against the oracle",
  "planted-settlement": "generates and loads data; planted.test.ts holds what is planted to its labels",
  plants: "generates and loads data; bench/plants/held.test.ts holds what it says of findings",
  verdicts: "settles again after every round; audit/run/verdict.test.ts tells the same story over a few findings",
  leaks:
    "makes and audits a house; leaks/routes.test.ts holds its questions to the routes, routes/findings.test.ts what is narrowed",
  knowledge:
    "reads published tables that are no part of the project; knowledge/shipped.test.ts reads them where they are",
  acts: "generates data and starts a server for every kill; cases/review tests hold each act",
  crowd: "generates data and takes minutes of a machine that does nothing else",
  aih: "reads real claims that are no part of the project; jobs/datasus.test.ts loads them where they are",
};
const small = [...proofs.values()].flatMap((proof) => {
  const part = size[proof.name];
  return typeof part === "number" ? [{ ...proof, part }] : [];
});

test("every proof has a size for the tests, or says why not", () => {
  for (const [name, part] of Object.entries(size))
    if (typeof part === "string") console.info(`${name} not run here: ${part}`);
  expect(Object.keys(size).sort()).toEqual([...proofs.keys()].sort());
});

test.each(small)("$name: $about", { timeout: 240_000 }, async ({ run, part }) => {
  const { signal } = new AbortController();
  const { counts, failures } = await run({ size: part, seed: 7, progress: () => {}, signal });
  expect(failures).toEqual([]);
  expect(Object.keys(counts).length).toBeGreaterThan(3);
});
