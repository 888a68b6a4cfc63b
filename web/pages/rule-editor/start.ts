import type { ListedRule } from "../../lib/rules.ts";

/** A rule's text as the start of another: an id of its own, the first version, a draft, without the code of an official class. */
export function copyOf(text: string, id: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("official:"))
    .map((line) =>
      line
        .replace(/^id:.*/, `id: ${id}`)
        .replace(/^version:.*/, 'version: "1"')
        .replace(/^status:.*/, "status: draft"),
    )
    .join("\n");
}

/** The first id of the house's own (ZJ-01, ZJ-02, …) that no rule has. */
export function freeId(rules: readonly { id: string }[]): string {
  const taken = new Set(rules.map(({ id }) => id));
  let number = 1;
  while (taken.has(`ZJ-${String(number).padStart(2, "0")}`)) number += 1;
  return `ZJ-${String(number).padStart(2, "0")}`;
}

/** The rules whose titles and grounds have most in common with what is described, pair of characters by pair; the nearest first. */
export function nearest(rules: readonly ListedRule[], wanted: string, count = 8): ListedRule[] {
  const pairs = (text: string) => {
    const plain = text.toLowerCase().replace(/\s+/g, "");
    return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2)));
  };
  const asked = pairs(wanted);
  if (asked.size === 0) return rules.slice(0, count);
  const likeness = ({ id, title, official, shape }: ListedRule) => {
    const own = pairs(`${id}${title.zh}${title.en}${official?.class ?? ""}${shape}`);
    return [...asked].filter((pair) => own.has(pair)).length / asked.size;
  };
  return rules
    .map((rule) => ({ rule, near: likeness(rule) }))
    .filter(({ near }) => near > 0)
    .sort((a, b) => b.near - a.near)
    .slice(0, count)
    .map(({ rule }) => rule);
}
