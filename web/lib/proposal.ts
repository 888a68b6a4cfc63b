import { getJson } from "./api.ts";
import { sendJson } from "./send.ts";

export type Scheme = "310" | "390";

/** An area whose payments have no policy file to be held against, or contradict the one there is. */
export interface Proposable {
  area: string;
  scheme: Scheme;
  why: "no_policy" | "policy_defect";
  policies: string[];
  claims: number;
  first: string;
  last: string;
  /** Settlements enough to infer from. */
  possible: boolean;
}

/** Where a row of a proposal stands; what does not matter is null. */
export interface Place {
  from: string;
  part: string;
  care: string;
  group: string | null;
  tier: string | null;
  filing: string | null;
  admission: number | null;
  band: string | null;
  disease: string | null;
}

export interface ProposedRow extends Place {
  value: string;
  rows: number;
  /** Of these, the part that agrees to the fen, 0 to 1. */
  share: number;
}

export interface Leftover extends Place {
  rows: number;
  reason: string;
  assumed: string | null;
}

export interface Proposal {
  area: string;
  scheme: Scheme;
  file: string;
  claims: number;
  first: string;
  last: string;
  text: string | null;
  rows: ProposedRow[];
  leftovers: Leftover[];
}

export function proposables(signal?: AbortSignal): Promise<Proposable[]> {
  return getJson<{ proposals: Proposable[] }>("/api/policies/proposals", signal).then(({ proposals }) => proposals);
}

export function proposalLink({ area, scheme }: Pick<Proposable, "area" | "scheme">): string {
  return `/policies/proposals/${area}/${scheme}`;
}

/** The draft with the grounds of who confirms it in remarks at its head, so that they stand wherever the file goes. */
export function withGrounds(text: string, grounds: string): string {
  const remark = grounds
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => `# ${line.trim()}`)
    .join("\n");
  return `${remark}\n${text}`;
}

/** Takes a confirmed file in force; gives the job that does it. Rejects with an ApiError. */
export async function confirmProposal(
  { area, scheme }: Pick<Proposal, "area" | "scheme">,
  text: string,
): Promise<number> {
  const { job } = await sendJson<{ job: number }>("POST", `/api${proposalLink({ area, scheme })}`, { text });
  return job;
}
