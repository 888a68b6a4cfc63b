import type { ErrorDetails } from "../errors.ts";

/** The English of each phase; `{subject}` is the file, batch or step it works on. */
const english = {
  receive: "{subject}: receiving",
  read: "{subject}: reading",
  check: "{subject}: checking",
  write: "{subject}: writing",
  refused: "{subject}: refused",
  figures: "bringing figures up to date",
  audit: "auditing: {subject}",
  replay: "reading batch {subject} again",
  generate: "generating: {subject}",
  prove: "proving: {subject}",
  measure: "measuring: {subject}",
} as const;

export type Phase = keyof typeof english;
export const phases = Object.keys(english) as Phase[];

/** How far long work is, without a language. `total` is 0 where it is not known. */
export interface Progress {
  phase: Phase;
  subject?: string;
  done: number;
  total: number;
  /** Why a file was `refused`. */
  error?: { code: string; message: string; details: ErrorDetails };
}

/** The phase for the terminal. */
export function progressText({ phase, subject, error }: Progress): string {
  return error?.message ?? english[phase].replace("{subject}", subject ?? "");
}
