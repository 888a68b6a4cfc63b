import type { Network } from "./network.ts";

/** Six fills that are told apart without their hue; further institutions share the last. */
const fills = ["var(--seq-4)", "var(--suspected)", "var(--seq-2)", "var(--fine)", "var(--violation)"];
export const otherFill = "var(--line-strong)";

/** The colour of each institution, the most frequent first. */
export function coloursOf({ institutions }: Pick<Network, "institutions">): (code: string) => string {
  const known = new Map(institutions.slice(0, fills.length).map(({ code }, index) => [code, fills[index]!]));
  return (code) => known.get(code) ?? otherFill;
}

export const namedInstitutions = fills.length;
