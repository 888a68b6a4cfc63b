import type { Both } from "./findings.ts";

export interface ClassColumn {
  name: string;
  zh: string;
  en: string;
  unit: string | null;
  type: string;
  /** What its values stand for, where they are words or codes. */
  words: Record<string, Both> | null;
}

/** What /api/knowledge answers. */
export interface KnowledgeClass {
  name: string;
  title: Both;
  official: string[];
  key: string[];
  columns: ClassColumn[];
  confidence: string;
  watched: boolean;
  note: Both | null;
  points: number;
  shipped: number;
  superseded: number;
  latest: string | null;
  rules: { id: string; title: Both; status: string }[];
}

interface RowCounts {
  read: number;
  accepted: number;
  duplicate: number;
  replaced: number;
  rejected: number;
}

export interface KnowledgeBatch extends RowCounts {
  /** 0: what comes with the program. */
  load: number;
  batch: number | null;
  published: string | null;
  at: string | null;
  by: string | null;
  files: string[];
  sheets: ({ file: string; sheet: string; layout: string; knowledge: string; dropped: number } & RowCounts)[];
  points: number;
  inForce: number;
  superseded: number;
}

export interface KnowledgePoint {
  point: string;
  itemCode: string | null;
  itemName: string | null;
  says: Record<string, string | string[] | null>;
  basis: string | null;
  source: string | null;
  batch: number | null;
  published: string | null;
  load: number;
  inForce: boolean;
  supersededBy: number | null;
}

export interface KnowledgeReject {
  file: string;
  sheet: string;
  line: number;
  column: string;
  expected: string;
  got: string;
}
