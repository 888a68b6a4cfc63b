import type { Searchable } from "../../journal/entry-index.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import type { Label } from "../../store/dictionary.ts";
import { acts, labelOf } from "./acts.ts";
import { maskedData, maskedText } from "./masked-data.ts";

/** An entry as a list of the journal shows it. */
export interface ToldEntry {
  seq: number;
  at: string;
  actor: { id: string; name: string };
  act: string;
  label: Label;
  /** What the act is about, and on which page it is shown; null where it is about nothing, or about several. */
  subject: { kind: string; id: string } | null;
  summary: string;
}

/** An entry with everything that it says, personal data masked. */
export interface EntryDetail extends ToldEntry {
  data: Record<string, unknown>;
  prev: string;
  hash: string;
}

const SUMMARY = 300;

export function toldEntry(entry: JournalEntry, nameOf: (actor: string) => string): ToldEntry {
  const { seq, at, actor, act } = entry;
  const { kind, ids } = subjectsOf(entry);
  const [id, ...more] = ids;
  return {
    ...{ seq, at, act, label: labelOf(act), summary: summaryOf(entry) },
    actor: { id: actor, name: nameOf(actor) },
    subject: id === undefined || more.length > 0 ? null : { kind, id: maskedText(id) },
  };
}

export function entryDetail(entry: JournalEntry, nameOf: (actor: string) => string): EntryDetail {
  const { data, prev, hash, act } = entry;
  return { ...toldEntry(entry, nameOf), data: maskedData(data, acts().get(act)?.hides), prev, hash };
}

/** What a search finds of an entry: its label and summary as they are shown, nothing that is masked or hidden. */
export function searchable(entry: JournalEntry): Searchable {
  const { zh, en } = labelOf(entry.act);
  const subjects = subjectsOf(entry).ids.map(maskedText);
  return {
    subjects,
    text: [entry.act, zh, en, summaryOf(entry), ...subjects.slice(0, 5)].join(" ").toLowerCase(),
  };
}

function subjectsOf({ act, data }: JournalEntry): { kind: string; ids: string[] } {
  const [[kind, field] = ["", ""]] = Object.entries(acts().get(act)?.subject ?? {});
  const value = data[field];
  const ids = Array.isArray(value) ? value : [value];
  return { kind, ids: ids.filter((id) => typeof id === "string" || typeof id === "number").map(String) };
}

function summaryOf({ act, data }: JournalEntry): string {
  const described = acts().get(act);
  const shown = maskedData(data, described?.hides);
  const parts = (described?.says ?? []).map((name) => said(shown[name])).filter((part) => part !== "");
  const text = parts.join(" · ");
  return text.length > SUMMARY ? `${text.slice(0, SUMMARY)}…` : text;
}

function said(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
