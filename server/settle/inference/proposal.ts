import Type, { type Static } from "typebox";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** What a row of a policy file fixes. */
export const proposalParts = ["deductible", "ratio", "adjustment", "ceiling", "chronic", "rule"] as const;

/** Why something was not inferred. */
export const leftoverReasons = [
  /** Fewer claims than a mode needs. */
  "few_claims",
  /** Claims enough, but no value that most of them share. */
  "no_clear_mode",
  /** No claim shows it: a ceiling nobody reached. */
  "not_seen",
  /** The claims fit more than one rule; `assumed` says which one the file states. */
  "not_told_apart",
  /** Inference does not look at it. */
  "not_looked_at",
] as const;

/** Where a row or a leftover stands. What does not matter is null. */
const place = {
  from: Type.String({ description: "first day of the version" }),
  part: Type.Enum([...proposalParts]),
  care: Type.Enum(["inpatient", "outpatient", "chronic", "pharmacy"]),
  group: nullable(Type.String({ description: "person group" })),
  tier: nullable(Type.String({ description: "3 2 1 0; O3 …: care outside the province" })),
  filing: nullable(Type.String({ description: "filing class" })),
  admission: nullable(Type.Integer({ description: "of a deductible: admission of the benefit year" })),
  band: nullable(Type.String({ description: "of a ratio: yuan from which it holds" })),
  disease: nullable(Type.String({ description: "code of a chronic disease" })),
};

/** Something the file states, with the settlements that show it. */
export const proposedRow = Type.Object({
  ...place,
  value: Type.String({ description: "900, 0.86, POINTS 0.1, FUND 150000, PER_VISIT" }),
  rows: Type.Integer({ description: "settlements behind it" }),
  share: Type.Number({ description: "of these, the part that agrees to the fen, 0 to 1" }),
});
export type ProposedRow = Static<typeof proposedRow>;

/** Something the file does not state, or states without settlements enough. */
export const leftover = Type.Object({
  ...place,
  rows: Type.Integer({ description: "settlements it concerns" }),
  reason: Type.Enum([...leftoverReasons]),
  assumed: nullable(Type.String({ description: "what the file states all the same" })),
});
export type Leftover = Static<typeof leftover>;
export type Place = Omit<Leftover, "rows" | "reason" | "assumed">;

/** A policy file proposed from settlements, for a person to read, mend and confirm. */
export const proposal = Type.Object({
  area: Type.String(),
  scheme: Type.Enum(["310", "390"]),
  file: Type.String({ description: "name it would be loaded under: 410100-310.yaml" }),
  claims: Type.Integer({ description: "settlements looked at" }),
  first: Type.String({ description: "first benefit day of these" }),
  last: Type.String(),
  text: nullable(Type.String({ description: "the YAML file; null where nothing could be inferred" })),
  rows: Type.Array(proposedRow),
  leftovers: Type.Array(leftover),
});
export type Proposal = Static<typeof proposal>;

/** An area whose payments have no policy file to be held against, or contradict the one there is. */
export const proposable = Type.Object({
  area: Type.String(),
  scheme: Type.Enum(["310", "390"]),
  why: Type.Enum(["no_policy", "policy_defect"]),
  policies: Type.Array(Type.String(), { description: "versions in question, where there are any" }),
  claims: Type.Integer({ description: "settlements concerned" }),
  first: Type.String(),
  last: Type.String(),
  possible: Type.Boolean({
    description: "whether one kind of person, place and care has settlements enough to infer from",
  }),
});
export type Proposable = Static<typeof proposable>;
