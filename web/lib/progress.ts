import { problemText } from "./errors.ts";
import { messageNamed } from "./message.ts";
import type { Job } from "./types.ts";

/** What a job is doing, in the reader's language; nothing before it has begun. */
export function progressText(progress: Job["progress"]): string {
  if (!progress) return "";
  const { phase, subject = "", error } = progress;
  const text = messageNamed(`phase_${phase}`, { subject }) ?? phase;
  return error ? `${text} · ${problemText(error)}` : text;
}
