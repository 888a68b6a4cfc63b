import type { Both } from "./findings.ts";
import type { Someone } from "./review.ts";

/** What /api/institutions answers. Money is exact text. */
export interface Institution {
  code: string;
  name: string | null;
  careProvince: string | null;
  careArea: string | null;
  findings: number;
  leads: number;
  waiting: number;
  accepted: number;
  contested: number;
  unanswered: number;
  cost: string;
  loss: string;
}

export interface InstitutionPage extends Institution {
  workbooks: { act: number; at: string; by: Someone; name: string; accepted: number; contested: number }[];
  answers: {
    finding: string;
    evidenceHash: string;
    current: boolean;
    answer: "accepted" | "contested";
    reason: string;
    file: string;
    at: string;
  }[];
}

/** What became of a workbook that came back, row by row where a row was refused. */
export interface Taken {
  read: number;
  accepted: number;
  contested: number;
  unchanged: number;
  blank: number;
  refused: { row: number; column: string; code: string; expected: Both; got: string }[];
}
