import { fuzzRules } from "../../audit/fuzz/rules-fuzz.ts";
import { type Proof, type ProofOptions, seededRandom } from "../proof.ts";

const FILES = 10_000;

/** Random rule files end refused, or as queries that name only what rules may and run over extreme values. */
export default {
  name: "rules-fuzz",
  about: "random rule files: refused with their place, or queries over allowed columns that cannot fail",
  run({ size, seed, progress, signal }: ProofOptions) {
    const total = Math.max(1, Math.round(FILES * size));
    const onFile = (done: number) => progress({ phase: "prove", subject: "rules-fuzz", done, total });
    return fuzzRules(total, seededRandom(seed), onFile, signal);
  },
} satisfies Proof;
