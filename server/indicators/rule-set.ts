import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const home = fileURLToPath(new URL("../../", import.meta.url));
const parts = ["rules", "datasets/policies", "datasets/knowledge", "server/indicators/measures", "server/facts"];
const counted: Record<string, RegExp> = {
  rules: /\.lock(\.json)?$/,
  "datasets/policies": /\.yaml$/,
  "datasets/knowledge": /\.csv$/,
  "server/facts": /\.sql$|^additive\.ts$/,
};
let known: string | undefined;

/**
 * Seven hex digits of a SHA-256 over what decides a figure beside the data: rule locks, policies, knowledge, measures and the
 * wording of the facts. Read once: a running server answers by what it has loaded.
 */
export function ruleSet(): string {
  known ??= hashOf(parts.flatMap((part) => filesIn(part, counted[part] ?? /./)));
  return known;
}

function filesIn(part: string, names: RegExp): string[] {
  if (!existsSync(`${home}${part}`)) return [];
  const entries = readdirSync(`${home}${part}`, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isFile() && names.test(entry.name) && !entry.name.endsWith(".test.ts")
      ? [`${entry.parentPath.slice(home.length)}/${entry.name}`]
      : [],
  );
}

function hashOf(files: string[]): string {
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${home}${file}`))
      .update("\0");
  return hash.digest("hex").slice(0, 7);
}
