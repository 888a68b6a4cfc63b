import { getJson } from "./api.ts";

/** The text of a policy file by its lines. */
export async function policyLines(file: string, signal?: AbortSignal): Promise<string[]> {
  const { text } = await getJson<{ text: string }>(`/api/policies/${encodeURIComponent(file)}`, signal);
  return text.replace(/\n$/, "").split("\n");
}

/** The address of a policy file's page, at a line of it. */
export function policyLink(file: string, line?: number): string {
  return `/policies/${encodeURIComponent(file)}${line === undefined ? "" : `#L${line}`}`;
}
