import type { labels } from "../../audit/run/verdict.ts";

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

/** What a reviewer believes to have judged, kept apart from the house: verdicts by rule and what the records said. */
export class Ledger {
  readonly #last = new Map<string, Label>();
  readonly #judged = new Set<string>();
  /** Of verdicts that dismissed what the records said, and nothing said otherwise since. */
  readonly #dismissed = new Map<string, string>();
  given = 0;

  judge(seen: Seen, label: Label): void {
    this.given++;
    this.#judged.add(seen.finding);
    this.#last.set(`${seen.finding} ${evidenceOf(seen)}`, label);
    if (label === "dismissed") this.#dismissed.set(`${seen.rule} ${evidenceOf(seen)}`, seen.subject);
    else this.#dismissed.delete(`${seen.rule} ${evidenceOf(seen)}`);
  }

  /** What does not stand as it was judged, in words. */
  against(all: readonly Seen[], held: ReadonlySet<string>): string[] {
    const wrong: string[] = [];
    for (const finding of this.#judged) if (!held.has(finding)) wrong.push(`lost: ${finding} was judged`);
    for (const seen of all) {
      const label = this.#last.get(`${seen.finding} ${evidenceOf(seen)}`);
      const expected = label ?? (this.#judged.has(seen.finding) ? "reopened" : "none");
      const where = `${seen.rule} ${seen.subject} (${seen.state})`;
      if (seen.review !== expected) wrong.push(`${where} stands as ${seen.review}, expected ${expected}`);
      const dismissed = this.#dismissed.get(`${seen.rule} ${evidenceOf(seen)}`);
      if (dismissed !== undefined && seen.state === "open" && seen.review !== "dismissed" && label === undefined)
        wrong.push(`${where} returns unchanged, dismissed as ${dismissed}`);
    }
    return wrong;
  }
}

/** What the records say: claims, lines and shown values but for those of parameters. Told apart from the hash on purpose. */
function evidenceOf({ claims, lines, shown }: Seen): string {
  const values = shown.map((text) => Object.entries(JSON.parse(text)).filter(([name]) => !name.startsWith("$")));
  return JSON.stringify([claims, lines, values]);
}
