import type { PersonGroup } from "../../../datasets/policies/policy-schema.ts";

/** A kind of person at a tier: `3|active`, `O3|active` where care outside the province has rows of its own. */
export type CellKey = string;
export const cellKey = (tier: string, group: string, outside: boolean): CellKey =>
  `${outside ? "O" : ""}${tier}|${group}`;
export const cellOf = (key: CellKey) => {
  const [tier, group] = key.split("|") as [string, PersonGroup];
  return { tier, group };
};
