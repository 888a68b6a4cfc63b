import type { PolicyFile } from "../../../datasets/policies/policy-schema.ts";

/** A policy as a file a person can read: one line a row. */
export function policyYaml({ versions, title, ...head }: PolicyFile): string {
  const scalars = Object.entries(head).map(([key, value]) => `${key}: ${flow(value)}`);
  return [...scalars, `title: ${flow(title)}`, "versions:", ...versions.map(versionYaml), ""].join("\n");
}

function versionYaml(version: PolicyFile["versions"][number]): string {
  const lines = Object.entries(version).flatMap(([key, value]) => {
    const rows = Array.isArray(value) && value.length > 0 && typeof value[0] === "object";
    return rows ? [`${key}:`, ...value.map((row) => `  - ${flow(row)}`)] : [`${key}: ${flow(value)}`];
  });
  return lines.map((line, i) => (i === 0 ? `  - ${line}` : `    ${line}`)).join("\n");
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return plain(String(value));
  const pairs = Object.entries(value).map(([key, inner]) => `${plain(key)}: ${flow(inner)}`);
  return `{ ${pairs.join(", ")} }`;
}

/** Codes keep their quotes, and what YAML would read as more than a word has them. */
const plain = (word: string) => (/^\d+$|[^\p{L}\p{N}_.-]/u.test(word) ? JSON.stringify(word) : word);
