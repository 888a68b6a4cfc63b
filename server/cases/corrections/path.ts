import { readFileSync } from "node:fs";
import Type, { type Static } from "typebox";
import { Check } from "typebox/value";
import { parse } from "yaml";

const file = new URL("../../../datasets/cases/correction-path.yaml", import.meta.url);

/** Every stage of a notice, in the order of its path. */
export const stages = [
  "issued",
  "checked",
  "recalculated",
  "refunded",
  "reclaimed",
  "policy_wrong",
  "not_ours",
  "closed",
] as const;
export type Stage = (typeof stages)[number];
export const StageName = Type.Enum([...stages]);

const StageSchema = Type.Object(
  {
    zh: Type.String({ minLength: 1 }),
    en: Type.String({ minLength: 1 }),
    next: Type.Array(StageName),
    amount: Type.Enum(["needed", "optional", "none"]),
    where: Type.Optional(Type.Enum(["over", "under"])),
    owes: Type.Optional(Type.Boolean()),
    outcome: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
const PathSchema = Type.Object(
  { begins: StageName, stages: Type.Object(Object.fromEntries(stages.map((stage) => [stage, StageSchema]))) },
  { additionalProperties: false },
);

interface CorrectionPath {
  begins: Stage;
  stages: Record<Stage, Static<typeof StageSchema>>;
}

function readPath(): CorrectionPath {
  const read: unknown = parse(readFileSync(file, "utf8"));
  if (!Check(PathSchema, read)) throw new TypeError("datasets/cases/correction-path.yaml is not as its head says");
  return read as CorrectionPath;
}

/** The path of correction notices: which stages there are and what leads from one to another. */
export const path: CorrectionPath = readPath();

/** Stages of a kind. */
export const stagesThat = (kind: "owes" | "outcome"): Stage[] => stages.filter((stage) => path.stages[stage][kind]);

/** Where a notice may go from a stage, of so much overpaid and underpaid. */
export function nextStages(from: Stage, { over, under }: { over: string | null; under: string | null }): Stage[] {
  const there = { over: over !== null, under: under !== null };
  return path.stages[from].next.filter((to) => {
    const { where } = path.stages[to];
    return where === undefined || there[where];
  });
}
