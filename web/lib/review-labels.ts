import { reviewName } from "./finding-labels.ts";
import { messageNamed } from "./message.ts";
import type { InReview } from "./review.ts";

export const stageName = (stage: string): string => messageNamed(`stage_${stage}`) ?? stage;
export const endedName = (ended: string): string => messageNamed(`verdict_ended_${ended}`) ?? ended;

const stageStyle: Record<string, string> = {
  waiting: "unknown",
  returned: "suspected",
  appealed: "suspected",
  put_off: "unknown",
};
const labelStyle: Record<string, string> = { confirmed: "violation", dismissed: "fine", doubtful: "suspected" };

/** The stage, or what was said where a verdict counts. */
export const standingName = ({ stage, verdict }: Pick<InReview, "stage" | "verdict">): string =>
  verdict ? reviewName(verdict.label) : stageName(stage);
export const standingStyle = ({ stage, verdict }: Pick<InReview, "stage" | "verdict">): string =>
  verdict ? (labelStyle[verdict.label] ?? "unknown") : (stageStyle[stage] ?? "unknown");
