import { getJson } from "./api.ts";
import type { Text } from "./types.ts";

/** A version of a policy file, as /api/policies lists it. */
export interface ListedPolicy {
  policy: string;
  file: string;
  /** A person's own file, in the place of a shipped one. */
  own: boolean;
  line: number;
  title: Text;
  scheme: string;
  from: string;
  to: string | null;
  source: string;
  confidence: "official" | "illustrative" | "inferred";
  /** Pooling areas where it holds. */
  areas: string[];
  judged: number;
  differing: number;
  /** Areas whose payments contradict it so often that it is taken to be wrong. */
  defects: string[];
}

export interface PolicyFile {
  file: string;
  text: string;
  versions: ListedPolicy[];
}

export function policyFile(file: string, signal?: AbortSignal): Promise<PolicyFile> {
  return getJson<PolicyFile>(`/api/policies/${encodeURIComponent(file)}`, signal);
}

/** The text of a policy file by its lines. */
export function linesOf({ text }: PolicyFile): string[] {
  return text.replace(/\n$/, "").split("\n");
}

/** The address of a policy file's page, at a line of it. */
export function policyLink(file: string, line?: number): string {
  return `/policies/${encodeURIComponent(file)}${line === undefined ? "" : `#L${line}`}`;
}
