import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import type { Person } from "../reference.ts";

/** One person's years under one policy: what oracle and chain settle each in its own way. */
export interface Trial {
  /** The person's id; no two trials of a run share one, or a claim id. */
  name: string;
  policy: PolicyFile;
  person: Person;
}
