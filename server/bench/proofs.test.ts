import { expect, test } from "vitest";
import { loadProofs } from "./proof.ts";

const proofs = await loadProofs();
/** Small versions of the heavy proofs; `jiheng prove` runs them at full size. */
const size: Record<string, number | null> = {
  kill: 0.05,
  order: 0.06,
  malformed: 0.006,
  settle: 0.003,
  infer: 0.001,
  "settle-local-removed": 0.002,
  "settle-one-error": 0.004,
  // Generates data, which takes too long here: settle/refresh.test.ts holds small houses against the oracle.
  "settle-claims": null,
  "planted-settlement": 0.005,
};

test("every proof has a size for the tests", () => {
  expect(Object.keys(size).sort()).toEqual([...proofs.keys()].sort());
});

test.each([...proofs.values()].filter(({ name }) => size[name] !== null))(
  "$name: $about",
  { timeout: 240_000 },
  async ({ name, run }) => {
    const { signal } = new AbortController();
    const { counts, failures } = await run({ size: size[name] ?? 0.05, seed: 7, progress: () => {}, signal });
    expect(failures).toEqual([]);
    expect(Object.keys(counts).length).toBeGreaterThan(3);
  },
);
