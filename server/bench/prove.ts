import { fail } from "../errors.ts";
import { plainCommand, text, texts } from "../jobs/command.ts";
import { loadProofs, type ProofResult, tableText } from "./proof.ts";

/** Runs the heavy proofs at full size. Ends with 1 where one does not hold. */
export default plainCommand<{ proofs: ProofResult[] }>({
  name: "prove",
  summary: "run the heavy proofs: kill, order, rebuild, malformed …",
  arguments: { form: "[names...]", about: "which; all where none is named" },
  options: [
    { flags: "--size <factor>", about: "1 is full size", fallback: "1" },
    { flags: "--seed <n>", about: "the same seed gives the same cases", fallback: "1" },
    { flags: "--from <folder>", about: "data beside the project, for a proof that reads them", path: true },
  ],
  async run({ progress, signal }, options) {
    const proofs = await loadProofs();
    const names = texts(options.arguments);
    const results: ProofResult[] = [];
    for (const name of names.length > 0 ? names : proofs.keys()) {
      const proof = proofs.get(name);
      if (!proof) throw fail("request.invalid", { where: "prove", expected: [...proofs.keys()].join(", "), got: name });
      const seed = Number(text(options.seed));
      const outcome = await proof.run({
        size: Number(text(options.size)),
        seed,
        from: text(options.from),
        progress,
        signal,
      });
      results.push({ name, seed, ...outcome });
    }
    return { proofs: results };
  },
  failed: ({ proofs }) => proofs.some(({ failures }) => failures.length > 0),
  print: ({ proofs }) =>
    proofs
      .map(({ name, seed, counts, failures, tables = [] }) => {
        const figures = Object.entries(counts).map(([what, n]) => `  ${what}: ${n}`);
        const verdict = failures.length === 0 ? "holds" : `FAILS ${failures.length} times`;
        return [
          `${name} (seed ${seed}): ${verdict}`,
          ...figures,
          ...tables.map(tableText),
          ...failures.slice(0, 20).map((f) => `  - ${f}`),
          "",
        ].join("\n");
      })
      .join("\n"),
});
