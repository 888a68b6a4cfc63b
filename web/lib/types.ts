/** What the server answers, as far as the screens read it. */
export interface Text {
  zh: string;
  en: string | null;
}

export type Cell = string | number | null;

export interface Figures {
  /** Fixes the question, the state of the data and the rules, so that the answer can be verified later. */
  id?: string;
  columns: Record<string, Cell[]>;
  rows: number;
  /** Closed months of the period that changed afterwards. */
  restated?: Restatement[];
}

export interface Restatement {
  month: string;
  measure: string;
  old: Cell;
  new: Cell;
  batches: number[];
}

export interface Watermark {
  lastSettledAt: string | null;
  lastBatch: number | null;
  batches: number;
  generatedScale: number | null;
  generated: boolean;
  months: { first: string; last: string } | null;
  ruleSet: string;
  scopes: Record<string, number>;
  hasTiles: boolean;
}

export interface Region {
  code: string;
  name: Text;
  /** One character in Chinese where there is one (豫). */
  short: string | null;
  level: "country" | "province" | "area" | "county";
  parent: string | null;
  province: string | null;
  tile: [number, number] | null;
  latitude: number | null;
  longitude: number | null;
  inScheme: boolean;
}

export interface Measure {
  id: string;
  label: Text;
  unit: string;
  kind: "additive" | "quotient" | "distinct" | "quantile";
  population: Text;
  formula: Text;
  source: string | Text;
  digits: number;
}

export interface Definitions {
  measures: Measure[];
  dimensions: { id: string; label: Text; columns: string[] }[];
}

export interface Published {
  id: string;
  title: Text;
  value: string;
  low: string | null;
  high: string | null;
  unit: string;
  measure: string;
  from: string | null;
  to: string | null;
  region: string;
  care_scope: string | null;
  care_group: string | null;
  route: "direct" | "all";
  scheme: string | null;
  source: { id: string; title: string; url?: string; sentence: string | null };
  confidence: string;
}

export interface Batch {
  id: number;
  table: string;
  layout: string;
  reporter: string;
  source: string;
  sha256: string;
  receivedAt: string;
  rows: { read: number; accepted: number; duplicate: number; replaced: number; rejected: number };
  generated: boolean;
  columnsSupplied: string[];
  unknownColumns?: string[];
}

export interface Reject {
  record: number;
  line: number | null;
  column: string | null;
  code: string;
  value: string | null;
  /** Without a language: see `expectedText`. */
  expected: string | null;
}

export interface Identity {
  /** 1–11, or 0 for a check that the layout itself declares. */
  identity: number;
  check: string | null;
  title: Text | null;
  checked: number;
  failed: number;
  notSupplied: number;
  examples: { institution: string | null; failed: number; checked: number }[];
}

/** What is unusual about the data, each kind with what the system does about it. */
export interface DataNotes {
  /** Last batch included. */
  asOf: number;
  notes: {
    id: string;
    title: Text;
    outcome: Text;
    subject: "settlement" | "person" | "filing" | "institution" | "region";
    records: number;
    examples: { record: string; detail: string | null; insured: string | null; care: string | null }[];
  }[];
}

export interface Layout {
  name: string;
  title: Text;
  about: Text;
  tables: {
    /** Names of files and tables it is found by, with commas. */
    source: string;
    table: string;
    title: Text;
    mapped: { column: string; label: Text; from: string[]; value: string | null }[];
    missing: { column: string; label: Text }[];
    ignored: { name: string; reason: Text }[];
  }[];
  lacks: { table: string; title: Text }[];
  disables: { figure: string; label: Text; because: Text; needs: string[] }[];
  /** Rules that data of this layout alone cannot feed. */
  rules: { rule: string; title: Text; because: Text; needs: string[] }[];
}

export interface Job {
  id: number;
  command: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress: {
    phase: string;
    /** File, batch or step that it works on. */
    subject?: string;
    done: number;
    total: number;
    error?: { code: string; message: string; details: Record<string, unknown> };
  } | null;
  queuedAt: string;
  startedAt: string | null;
}

/** A job asked for by its number, to its end. */
export interface EndedJob extends Job {
  endedAt: string | null;
  error: { code: string; message: string; details: Record<string, unknown> } | null;
  /** What it came to, in the shape of its command. */
  result?: unknown;
}
