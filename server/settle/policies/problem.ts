import { JihengError } from "../../errors.ts";

/** Something a person has to mend in a file. */
export interface Problem {
  file: string;
  line: number;
  /** What is wrong with it: its form, a period, a reference to something unknown, a value beyond the national bounds, something missing. */
  kind: "form" | "period" | "reference" | "bounds" | "gap";
  key: string;
  expected: string;
  got: string;
}

/** A refusal of the parser as a problem; any other failure is thrown on. */
export function problemOf(cause: unknown, file: string): Problem {
  if (!(cause instanceof JihengError) || !/^(policy|catalogue)\.invalid$/.test(cause.code)) throw cause;
  const { line, key, column, expected, got } = cause.details as Record<string, string | number>;
  const where = String(key ?? column);
  const kind = /valid_(from|to)/.test(where) ? "period" : "form";
  return { file, line: Number(line), kind, key: where, expected: String(expected), got: String(got) };
}

/** `areas/410100-310.yaml line 12, caps 0: expected …, got …`. */
export const problemText = ({ file, line, key, expected, got }: Problem) =>
  `${file} line ${line}, ${key}: expected ${expected}, got ${got}`;
