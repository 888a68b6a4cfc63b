import { GENESIS, hashOf, type JournalEntry, lineOf } from "../../journal/entry.ts";

const DAY = 86_400_000;
const BEGIN = Date.parse("2026-01-01T00:00:00Z");
const ACTS_A_DAY = 40;

/** A journal of so many acts over many days, with the texts that break careless readers of lines. */
export function sampleJournal(entries: number, random: () => number): JournalEntry[] {
  const chain: JournalEntry[] = [];
  for (let i = 0; i < entries; i++) {
    const at = new Date(BEGIN + Math.floor((i / ACTS_A_DAY) * DAY)).toISOString();
    const reason = reasons[Math.floor(random() * reasons.length)]!;
    const data = { finding: Math.floor(random() * 2 ** 52).toString(16), label: "confirmed", reason, amount: i / 100 };
    const actor = `reviewer-${Math.floor(random() * 20)}`;
    chain.push(chained({ at, actor, act: "verdict.given", data }, chain.at(-1)));
  }
  return chain;
}

/** An entry that follows another. */
export function chained(
  said: Pick<JournalEntry, "at" | "actor" | "act" | "data">,
  before: JournalEntry | undefined,
): JournalEntry {
  const body = { seq: (before?.seq ?? 0) + 1, ...said, prev: before?.hash ?? GENESIS };
  return { ...body, hash: hashOf(body) };
}

const LF = Buffer.from("\n");

/** Entries as the file holds them. */
export const bytesOf = (entries: readonly JournalEntry[]): Buffer =>
  Buffer.concat(entries.flatMap((entry) => [lineOf(entry), LF]));

const reasons = ["病历与费用不符", "a\u2028b", "line\nbreak", "\ud800 alone", '"quoted" \\ text', "", "0".repeat(300)];
