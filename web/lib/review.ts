import { getJson } from "./api.ts";
import type { FindingPage, ListedFinding, Piece } from "./findings.ts";
import { sendJson } from "./send.ts";

/** What /api/review, /api/verdicts and the acts on findings take and answer. */
export const labels = ["confirmed", "dismissed", "doubtful"] as const;
export type Label = (typeof labels)[number];
/** From the weakest to the strongest. */
export const strengths = ["desk", "documents", "field"] as const;
export type Strength = (typeof strengths)[number];
export const stages = ["waiting", "returned", "appealed", "approval", "approved", "put_off"] as const;
export type Stage = (typeof stages)[number];
/** At these somebody has to judge. */
export const toJudge: ReadonlySet<Stage> = new Set(["waiting", "returned", "appealed"]);

export interface Someone {
  id: string;
  name: string;
}

/** Where a finding stands with reviewers. */
export interface InReview {
  evidenceHash: string;
  stage: Stage;
  verdict: { verdict: number; label: Label; by: Someone; at: string; approvedBy: Someone | null } | null;
  heldBy: (Someone & { until: string }) | null;
  putOff: { until: string; by: Someone } | null;
  limitation: string | null;
  risk: string | null;
}

export type QueuedFinding = ListedFinding & InReview;

export interface FindingReview extends InReview {
  limitationTerm: { years: number; source: { zh: string; en: string }; confidence: string };
  given: {
    verdict: number;
    by: Someone;
    materials: string[];
    ended: "withdrawn" | "returned" | "appealed" | null;
    second: { agree: boolean; by: Someone; at: string; reason: string } | null;
  }[];
  appeals: {
    appeal: number;
    at: string;
    recordedBy: Someone;
    reason: string;
    files: string[];
    current: boolean;
  }[];
  putOffReason: { reason: string; at: string } | null;
}

export type ReviewedPage = FindingPage & { inReview: FindingReview };

/** A finding as it was read: an act on it is refused where it has changed since. */
export interface Seen {
  finding: string;
  evidenceHash: string;
  stage?: Stage;
}

export interface Said {
  label: Label;
  strength: Strength;
  reason: string;
  materials?: string[];
}

export interface Refused {
  code: string;
  details: Record<string, unknown>;
}

interface Done {
  finding: string;
  verdict: number;
}

export const readFinding = (id: string, signal?: AbortSignal): Promise<ReviewedPage> =>
  getJson(`/api/findings/${id}`, signal);

/** @throws ApiError */
export const giveVerdict = (finding: string, judgement: Said & Omit<Seen, "finding">): Promise<{ verdict: number }> =>
  sendJson("POST", `/api/findings/${finding}/verdicts`, judgement);

/** What cannot be judged is told apart, the rest is done. @throws ApiError */
export const giveVerdicts = (
  findings: Seen[],
  said: Said,
): Promise<{ given: Done[]; refused: (Refused & { finding: string })[] }> =>
  sendJson("POST", "/api/findings/verdicts", { findings, ...said });

/** @throws ApiError */
export const withdraw = (
  verdicts: number[],
): Promise<{ withdrawn: Done[]; refused: (Refused & { verdict: number })[] }> =>
  sendJson("POST", "/api/verdicts/withdrawals", { verdicts });

/** @throws ApiError */
export const approve = (
  verdicts: number[],
  agree: boolean,
  reason: string,
): Promise<{ done: Done[]; refused: (Refused & { verdict: number })[] }> =>
  sendJson("POST", "/api/verdicts/approvals", { verdicts, agree, reason });

/** @throws ApiError */
export const putOff = (finding: string, asked: { evidenceHash: string; until: string; reason: string }) =>
  sendJson("PUT", `/api/findings/${finding}/putting-off`, asked);

/** @throws ApiError */
export const takeUp = (finding: string) => sendJson("DELETE", `/api/findings/${finding}/putting-off`);

/** @throws ApiError */
export const appeal = (finding: string, asked: { evidenceHash: string; reason: string; files: string[] }) =>
  sendJson("POST", `/api/findings/${finding}/appeals`, asked);

/** Takes a finding, or keeps it. @throws ApiError `review.held` where another has it */
export const hold = (finding: string): Promise<{ until: string }> =>
  sendJson("PUT", `/api/findings/${finding}/hold`, undefined, { keeps: true });

/** @throws ApiError */
export const release = (finding: string) =>
  sendJson("DELETE", `/api/findings/${finding}/hold`, undefined, { keeps: true });

/** Takes the next one of a list that nobody has open. @throws ApiError */
export const takeNext = (query: Record<string, string>, after?: string): Promise<{ finding: QueuedFinding | null }> =>
  sendJson("POST", "/api/review/next", { ...query, ...(after ? { after } : {}) }, { keeps: true });

export const readRows = async (ids: string[], signal?: AbortSignal): Promise<QueuedFinding[]> =>
  (
    await sendJson<{ findings: QueuedFinding[] }>(
      "POST",
      "/api/findings/rows",
      { ids },
      { keeps: true, ...(signal ? { signal } : {}) },
    )
  ).findings;

/** A sentence as plain text. */
export const plain = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join("");
