import Type, { type Static } from "typebox";
import { results, statuses } from "../rule/vocabulary.ts";

const Labels = Type.Object({ zh: Type.String(), en: Type.String() });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
/** Where a class stands, the best first. */
export const coverageStates = ["active", "shadow", "implemented", "not_computable", "missing"] as const;

const CoveredClass = Type.Object({
  number: Type.Integer(),
  code: Type.String({ description: "GZ-2025-NN where the first edition has no class of that name" }),
  title: Labels,
  group: Type.Object({ id: Type.String(), zh: Type.String(), en: Type.String() }),
  category: Type.Enum(["policy", "management", "medical"]),
  definition: Labels,
  reading: Type.Enum(Object.keys(results) as (keyof typeof results)[], {
    description: "what the class can say by our reading; its rules say suspected until a published card is cited",
  }),
  state: Type.Enum([...coverageStates], {
    description: "implemented: there is a rule, and it waits for points or for somebody to set it to work",
  }),
  notComputable: orNull(
    Type.Object(
      { zh: Type.String(), en: Type.String(), data: Type.Array(Type.String()) },
      {
        description: "why settlements cannot tell, and the data it would need",
      },
    ),
  ),
  rules: Type.Array(
    Type.Object({
      id: Type.String(),
      title: Labels,
      state: Type.Enum([...statuses]),
      run: orNull(Type.String({ description: "what came of it in the last run" })),
    }),
  ),
  knowledge: Type.Array(Type.Object({ class: Type.String(), title: Labels, points: Type.Integer() }), {
    description: "classes of knowledge its rules look up, with points in force",
  }),
  points: orNull(Type.Integer({ description: "null where its rules need none" })),
  lookedAt: orNull(
    Type.Integer({ description: "rows its rules looked at in their last run; null outside the nation" }),
  ),
  settlements: orNull(
    Type.Integer({
      description:
        "settlements of the principal's scope its rules look at: with a row they start from, and a point that speaks of it",
    }),
  ),
  yuan: orNull(Type.String({ description: "total cost of these settlements" })),
  findings: Type.Integer({ description: "open findings in the principal's scope" }),
});
export const coverage = Type.Object({
  edition: Type.String(),
  run: orNull(Type.Integer({ description: "the last run of all rules" })),
  states: Type.Record(Type.String(), Type.Integer(), { description: "classes by state" }),
  classes: Type.Array(CoveredClass),
});
/** The answer to what rules make of the official classes. */
export type Coverage = Static<typeof coverage>;
