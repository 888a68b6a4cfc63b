import { blankRelations } from "../../audit/blank-house.ts";
import { checkRules } from "../../audit/check-rules.ts";
import { planRules } from "../../audit/plan.ts";
import { ruleSources } from "../../audit/rule/rule-sources.ts";
import { inRows, withTables } from "../../audit/rule-tests.ts";
import { accusingClasses, inRounds, twinsOf } from "../lookalikes/twins.ts";
import { type Proof, type ProofOptions, seededRandom, shuffled } from "../proof.ts";

const LIMIT_MS = 60_000;

/** Innocent twins of everybody whom the official rules of 违规 accuse, through all of these rules planned together: none may be flagged by any. */
export default {
  name: "lookalikes",
  about: "innocent twins of those whom official rules that say 违规 accuse are flagged by none of them",
  async run({ size, seed, progress, signal }: ProofOptions) {
    const codes = accusingClasses();
    const accusing = ruleSources().filter(({ text }) =>
      codes.has(/^official: \{ code: "?([^",]+)"?,/m.exec(text)?.[1] ?? ""),
    );
    const { rules, problems } = await checkRules(accusing);
    const relations = await blankRelations();
    const { steps } = planRules(rules, relations);
    const random = seededRandom(seed);
    const all = inRounds(rules.map(({ rule }) => shuffled(twinsOf(rule), random)));
    const twins = all.slice(0, Math.max(1, Math.round(all.length * Math.min(1, size))));
    const flagged: string[] = [];
    await withTables(relations, LIMIT_MS, async (reader) => {
      for (const [done, { rule, excuse, given, ownOnly }] of twins.entries()) {
        signal.throwIfAborted();
        progress({ phase: "prove", subject: "lookalikes", done, total: twins.length });
        await inRows(reader, relations, given, async () => {
          // Planned anew each time: a statement that was prepared over empty tables leaves out conditions that rows put in later do not meet.
          for (const { findings } of steps)
            for (const found of await reader.rows<{ rule: string }>(findings))
              if (!ownOnly || found.rule === rule)
                flagged.push(`${found.rule} flags an innocent twin of ${rule}: ${excuse}`);
        });
      }
    });
    const covered = new Set(rules.map(({ rule }) => rule.official!.code));
    const bare = [...codes].filter((code) => !covered.has(code));
    return {
      counts: { classes: codes.size, rules: rules.length, twins: twins.length, flagged: flagged.length },
      failures: [
        ...problems.map(({ file, key, expected }) => `${file} ${key}: expected ${expected}`),
        ...bare.map((code) => `${code}: no rule`),
        ...flagged,
      ],
    };
  },
} satisfies Proof;
