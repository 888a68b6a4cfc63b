import type { Both, Piece } from "./findings.ts";
import type { Someone } from "./review.ts";

/** What /api/corrections answers. Money is exact text. */
export interface Notice {
  finding: string;
  rule: string;
  title: Both;
  responsible: string;
  said: { zh: Piece[]; en: Piece[] };
  evidenceHash: string;
  stage: string;
  outcome: string | null;
  state: string;
  reopened: boolean;
  lead: boolean;
  estimated: boolean;
  over: string | null;
  under: string | null;
  person: string | null;
  institutionCode: string | null;
  institution: string | null;
  insuredArea: string | null;
  insuredProvince: string | null;
  careProvince: string | null;
  day: string | null;
  claims: string[];
  mayHandle: boolean;
  next: { to: string; label: Both; amount: "needed" | "optional" | "none" }[];
  last: { by: Someone; at: string; reason: string; amount: string | null } | null;
}

export interface NoticePage extends Notice {
  steps: { step: number; from: string; to: string; amount: string | null; reason: string; by: Someone; at: string }[];
}

export interface NoticeList {
  corrections: Notice[];
  total: number;
  sums: {
    notices: number;
    over: string;
    under: string;
    byStage: Record<string, number>;
    byInsured: { province: string | null; notices: number; waiting: number; over: string; under: string }[];
  };
  stages: { stage: string; label: Both }[];
}

/** An amount paid too little, and whose it is. */
export interface Underpaid {
  finding: string;
  claim: string;
  settlementId: string;
  insuredArea: string | null;
  insuredProvince: string | null;
  person: string | null;
  settledAt: string | null;
  amount: string;
  estimated: boolean;
  stage: string;
}
