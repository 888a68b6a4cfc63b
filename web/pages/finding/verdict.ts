import { ApiError, forgetAnswers, problem } from "../../lib/api.ts";

export const labels = ["confirmed", "doubtful", "dismissed"] as const;
export type Label = (typeof labels)[number];
/** From the weakest to the strongest. */
export const strengths = ["desk", "documents", "field"] as const;

export interface Judgement {
  evidenceHash: string;
  label: Label;
  strength: (typeof strengths)[number];
  reason: string;
}

/** Judges the evidence that was read; answers kept before are forgotten, since lists and counts change with it. @throws ApiError */
export async function giveVerdict(address: string, judgement: Judgement): Promise<void> {
  let response: Response;
  try {
    response = await fetch(`${address}/verdicts`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(judgement),
    });
  } catch (cause) {
    throw new ApiError("network", String(cause), 0);
  }
  if (!response.ok) throw problem(response.status, await response.text());
  forgetAnswers();
}
