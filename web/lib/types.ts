/** What the server answers, as far as the screens read it. */
export interface Text {
  zh: string;
  en: string | null;
}

export type Cell = string | number | null;

export interface Figures {
  columns: Record<string, Cell[]>;
  rows: number;
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
  short?: Text | null;
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
  kind: "additive" | "ratio";
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
  from: string;
  to: string;
  region: string;
  care_scope: string;
  care_group: string;
  source: { id: string; title: string; url?: string; sentence: string };
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
  columnsSupplied: string[] | number;
}

export interface Reject {
  line: number | null;
  column: string | null;
  code: string;
  value: string | null;
  expected: string | null;
}

export interface Identity {
  id: number;
  title: Text;
  checked: number;
  failed: number;
  notSupplied: number;
  examples: { institution: string; failed: number; checked: number }[];
}

export interface Layout {
  name: string;
  title: Text | string;
  tables: {
    source: string;
    table: string;
    mapped: unknown[];
    missing: { column: string; label: Text | string }[];
    ignored: { name: string; reason: string }[];
  }[];
  disables: { figure: string; because: Text | string }[];
}

export interface Job {
  id: string;
  command: string;
  state: string;
  startedAt?: string | null;
  progress?: number | null;
  message?: string | null;
}
