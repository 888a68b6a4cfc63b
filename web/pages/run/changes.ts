import type { RunRule } from "../../lib/findings.ts";

/** What is other about a rule than in the run before it ran in. */
export type RuleChange = "new" | "version" | "state" | "found" | "same";

/** The change that says most: a rule that did not run before, another version, another state, another number found. */
export function changeOf({ version, state, found, opened, changed, closed, before }: RunRule): RuleChange {
  const [last] = before;
  if (!last) return "new";
  if (last.version !== version) return "version";
  if (last.state !== state) return "state";
  return last.found !== found || opened || changed || closed ? "found" : "same";
}

/** How many more or fewer were found than before; null where one of the two is not known. */
export function foundMore({ found, before: [last] }: Pick<RunRule, "found" | "before">): number | null {
  if (found === null || !last || last.found === null) return null;
  return found - last.found;
}

/** The share found of what was looked at over the runs, the earliest first; runs that looked at nothing are left out. */
export function sharesOf({ found, lookedAt, before }: Pick<RunRule, "found" | "lookedAt" | "before">): number[] {
  return [...before.toReversed(), { found, lookedAt }].flatMap(({ found, lookedAt }) =>
    found === null || !lookedAt ? [] : [found / lookedAt],
  );
}

/** A line through values, in a box of `width` × `height`; a single one is drawn in the middle. */
export function sparkline(values: readonly number[], width: number, height: number): string {
  const most = Math.max(...values, 0);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, i) => {
      const y = most === 0 ? height : height - (value / most) * height;
      return `${i === 0 ? "M" : "L"}${(i * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}

/** Failed and held first, then what changed most, then by name; rules that nobody feeds last. */
export function byTrouble(rules: readonly RunRule[]): RunRule[] {
  const rank = { failed: 0, held: 1, done: 2, unsupplied: 3 };
  const moved = ({ opened, changed, closed }: RunRule) => (opened ?? 0) + (changed ?? 0) + (closed ?? 0);
  return rules.toSorted((a, b) => rank[a.state] - rank[b.state] || moved(b) - moved(a) || (a.rule < b.rule ? -1 : 1));
}
