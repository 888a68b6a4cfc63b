/** A relation that a rule starts from, and the knowledge its rows are looked up in. */
export interface Start {
  of: string;
  keys: { knowledge: string; own: string; other: string }[];
}

interface Lookup {
  in: string;
  same: readonly string[];
}

/** Where a `find` starts: its sides, with the knowledge that they look up or that drives them. Of a key of several columns the first tells. */
export function startsOf(find: unknown): Start[] {
  if (typeof find !== "object" || find === null) return [];
  const { of, lookup, driven, left } = find as {
    of?: unknown;
    lookup?: readonly Lookup[];
    driven?: { by: string; left: readonly string[] };
    left?: { of: string };
  };
  const looked = (lookup ?? []).flatMap(({ in: name, same }) => keyOf(name, same));
  const own = typeof of === "string" ? [{ of, keys: looked }] : [];
  const drives = driven && left ? [{ of: left.of, keys: keyOf(driven.by, driven.left) }] : [];
  const below = Object.entries(find).flatMap(([name, value]) =>
    name === "lookup" || name === "driven" ? [] : startsOf(value),
  );
  if (drives.length > 0) return drives;
  const sides = [...own, ...below];
  // What one side is told by, the other need not be: pairs of knowledge and record count by knowledge.
  return sides.some(({ keys }) => keys.length > 0) ? sides.filter(({ keys }) => keys.length > 0) : sides;
}

/** `item_code`, or `generic_code = solvent`: the row's column, and the point's. */
function keyOf(knowledge: string, [first = ""]: readonly string[]): Start["keys"] {
  if (!knowledge.startsWith("knowledge.")) return [];
  const [own = "", other = own] = first.split("=").map((part) => part.trim());
  return [{ knowledge, own, other }];
}
