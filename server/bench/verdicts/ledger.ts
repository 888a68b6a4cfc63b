import type { labels } from "../../audit/run/verdict-terms.ts";

type Label = (typeof labels)[number];

/** A finding as a reviewer sees it. */
export interface Seen {
  finding: string;
  rule: string;
  subject: string;
  state: string;
  review: string;
  claims: string[];
  lines: string[];
  shown: string[];
}

/**
 * What a reviewer believes to have judged, kept apart from the house: verdicts by rule and what the records said. Where these name no claims, two findings may
 * say the same of different things, and the finding itself counts.
 */
export class Ledger {
  readonly #last = new Map<string, Label>();
  readonly #judged = new Set<string>();
  given = 0;

  judge(seen: Seen, label: Label): void {
    this.given++;
    this.#judged.add(seen.finding);
    this.#last.set(evidenceOf(seen), label);
  }

  /** What does not stand as it was judged, in words. */
  against(all: readonly Seen[], held: ReadonlySet<string>): string[] {
    const wrong: string[] = [];
    for (const finding of this.#judged) if (!held.has(finding)) wrong.push(`lost: ${finding} was judged`);
    for (const seen of all) {
      const label = this.#last.get(evidenceOf(seen));
      const expected = label ?? (this.#judged.has(seen.finding) ? "reopened" : "none");
      const where = `${seen.rule} ${seen.subject} (${seen.state})`;
      if (seen.review !== expected) wrong.push(`${where} stands as ${seen.review}, expected ${expected}`);
    }
    return wrong;
  }
}

/** What the records say: claims, lines and shown values but for those of parameters. Told apart from the hash on purpose. */
function evidenceOf({ finding, rule, claims, lines, shown }: Seen): string {
  const values = shown.map((text) => Object.entries(JSON.parse(text)).filter(([name]) => !name.startsWith("$")));
  return JSON.stringify([rule, claims.length > 0 ? "" : finding, claims, lines, values]);
}
