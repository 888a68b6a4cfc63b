/** What /api/rules/control answers: claims drawn although no rule spoke about them. Money is exact text. */
export const controlLabels = ["clean", "irregular", "doubtful"] as const;
export type ControlLabel = (typeof controlLabels)[number];

export interface ControlClaim {
  claim: string;
  sample: number;
  drawnAt: string;
  settledAt: string;
  careGroup: string;
  institutionCode: string;
  institution: string | null;
  insuredProvince: string | null;
  careProvince: string | null;
  totalCost: string | null;
  fundTotal: string | null;
  label: ControlLabel | null;
  strength: "field" | "documents" | "desk" | null;
  reason: string | null;
  reviewer: string | null;
}

export interface ControlList {
  claims: ControlClaim[];
  total: number;
  waiting: number;
}

/** What share of irregular claims the rules catch, estimated from judged drawn claims. */
export interface Recall {
  unflagged: number;
  drawn: number;
  clean: number;
  irregular: number;
  doubtful: number;
  confirmed: number;
  recall: number | null;
  low: number | null;
  high: number | null;
}
