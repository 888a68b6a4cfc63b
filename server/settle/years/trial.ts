import type { CareGroup, PolicyFile } from "../../../datasets/policies/policy-schema.ts";
import type { Person } from "../reference.ts";

/** One person's years under one policy: what oracle and chain settle each in its own way. */
export interface Trial {
  /** The person's id; no two trials of a run share one, or a claim id. */
  name: string;
  policy: PolicyFile;
  person: Person;
  /** Kinds of care whose data were declared complete; all where absent. */
  declared?: readonly CareGroup[];
  /** By claim: what the record says was left under the pooled fund's ceiling before it, in yuan. */
  remaining?: ReadonlyMap<string, string>;
}
