import type { JournalEntry } from "../../journal/entry.ts";

interface GivenVerdict {
  finding: string;
  label: string;
  /** It counts no more. */
  ended: boolean;
  approved: boolean;
}

/** What acts come to, told once more from the journal's entries alone, as the design's words have it. */
export class Told {
  readonly #verdicts = new Map<number, GivenVerdict>();
  readonly #views = new Map<string, string>();
  readonly accounts = new Map<string, { name: string; disabled: boolean }>();
  readonly corrections = new Map<string, string>();
  readonly #putOff = new Map<string, number>();
  /** Entries that contradict those before. */
  readonly contradictions: string[] = [];

  take({ seq, act, actor, data }: JournalEntry): void {
    const text = (name: string) => String(data[name]);
    const finding = text("finding");
    switch (act) {
      case "verdict.given":
        this.#verdicts.set(seq, { finding, label: text("label"), ended: false, approved: false });
        break;
      case "verdict.approved":
        this.#change(seq, Number(data.verdict), data.agree === true ? "approved" : "ended");
        break;
      case "verdict.withdrawn":
        for (const verdict of data.verdicts as number[]) this.#change(seq, verdict, "ended");
        break;
      case "finding.appealed":
        for (const [number, verdict] of this.#verdicts)
          if (verdict.finding === finding && !verdict.ended) this.#change(seq, number, "ended", true);
        break;
      case "finding.put_off":
        this.#putOff.set(finding, seq);
        break;
      case "finding.taken_up":
        if (this.#putOff.get(finding) !== data.putOff) this.contradictions.push(`${seq} takes up what is not put off`);
        this.#putOff.delete(finding);
        break;
      case "view.saved":
        this.#views.set(`${actor} ${text("name")}`, text("query"));
        break;
      case "view.removed":
        this.#views.delete(`${actor} ${text("name")}`);
        break;
      case "account.made":
        this.accounts.set(text("account"), { name: text("name"), disabled: false });
        break;
      case "account.changed":
        this.#changeAccount(text("account"), data);
        break;
      case "correction.moved":
        if ((this.corrections.get(finding) ?? "issued") !== data.from)
          this.contradictions.push(`${seq} moves a notice from ${text("from")}, where it is not`);
        this.corrections.set(finding, text("to"));
        break;
    }
  }

  /** The verdict that counts on each finding that ever had one; null where none does. */
  verdicts(): Map<string, { verdict: number; label: string; approved: boolean } | null> {
    const counts = new Map<string, { verdict: number; label: string; approved: boolean } | null>();
    for (const [verdict, { finding, label, ended, approved }] of this.#verdicts)
      if (!ended) counts.set(finding, { verdict, label, approved });
      else if (!counts.has(finding)) counts.set(finding, null);
    return counts;
  }

  /** Names with their conditions. */
  viewsOf(account: string): [name: string, query: string][] {
    return [...this.#views]
      .filter(([key]) => key.startsWith(`${account} `))
      .map(([key, query]): [string, string] => [key.slice(account.length + 1), query])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  get putOff(): ReadonlySet<string> {
    return new Set(this.#putOff.keys());
  }

  #change(seq: number, number: number, to: "approved" | "ended", evenApproved = false): void {
    const verdict = this.#verdicts.get(number);
    if (!verdict || verdict.ended || (verdict.approved && !evenApproved))
      this.contradictions.push(`${seq} is about verdict ${number}, which stands no more`);
    else verdict[to] = true;
  }

  #changeAccount(account: string, data: Record<string, unknown>): void {
    const known = this.accounts.get(account);
    if (!known) this.contradictions.push(`${account} was changed before it was made`);
    else
      this.accounts.set(account, {
        name: typeof data.name === "string" ? data.name : known.name,
        disabled: typeof data.disabled === "boolean" ? data.disabled : known.disabled,
      });
  }
}
