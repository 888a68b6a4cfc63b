import type { Both } from "./findings.ts";

/** What /api/journal answers: acts of people, newest first, personal data masked. */
export interface JournalEntry {
  seq: number;
  at: string;
  actor: { id: string; name: string };
  act: string;
  label: Both;
  subject: { kind: string; id: string } | null;
  summary: string;
}

export interface JournalList {
  entries: JournalEntry[];
  total: number;
  /** Where the next page begins; null on the last. */
  next: number | null;
}

export interface JournalFacets {
  acts: { act: string; label: Both; entries: number }[];
  actors: { id: string; name: string; entries: number }[];
}

export interface JournalDetail extends JournalEntry {
  data: Record<string, unknown>;
  prev: string;
  hash: string;
}

const kinds: Record<string, (id: string) => string> = {
  finding: (id) => `/findings/${id}`,
  rule: (id) => `/rules/${id}`,
  claim: (id) => `/claims/${encodeURIComponent(id)}`,
  institution: (id) => `/institutions/${encodeURIComponent(id)}`,
  batch: (id) => `/data?batch=${id}`,
};

/** The page of what an entry is about, where it has one. */
export const subjectLink = ({ subject }: JournalEntry): string | null =>
  subject === null ? null : (kinds[subject.kind]?.(subject.id) ?? null);
