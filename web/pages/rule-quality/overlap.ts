import type { RuleQuality } from "../../lib/rules.ts";

/** Rules whose findings others speak about too: a share for each ordered pair. */
export interface OverlapMatrix {
  rules: string[];
  cells: { rule: string; other: string; findings: number; open: number; share: number }[];
}

/** The rules with most shared findings, at most `most`; rules that share nothing with another are left out. */
export function overlapMatrix(rules: readonly RuleQuality[], most: number): OverlapMatrix {
  const shared = ({ overlaps }: RuleQuality) => overlaps.reduce((sum, { findings }) => sum + findings, 0);
  const kept = rules
    .filter((rule) => rule.open > 0 && shared(rule) > 0)
    .sort((a, b) => shared(b) - shared(a) || a.rule.localeCompare(b.rule))
    .slice(0, most)
    .sort((a, b) => a.rule.localeCompare(b.rule));
  const known = new Set(kept.map(({ rule }) => rule));
  const cells = kept.flatMap(({ rule, open, overlaps }) =>
    overlaps
      .filter(({ rule: other }) => known.has(other))
      // Held and shadow findings share claims too, and are not among the open ones.
      .map(({ rule: other, findings }) => ({ rule, other, findings, open, share: Math.min(1, findings / open) })),
  );
  return { rules: [...known], cells };
}
