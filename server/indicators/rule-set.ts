import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Reader } from "../store/reader.ts";
import { raw } from "../store/sql.ts";

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
 * What people of the house decided beside, moves of rules and their values by place, and published knowledge they loaded. Drafts and findings put off change
 * no result.
 */
const ofHouse = raw(`select nullif(concat_ws(' ',
  (select max_by(chain, act) from rule_act where kind in ('rule.moved', 'rule.approved', 'rule.overlaid')),
  (select md5(string_agg(concat_ws(' ', load, loaded_at, points, files), ';' order by load)) from knowledge_load where load > 0)), '') as own`);

/**
 * Seven hex digits of a SHA-256 over what decides a figure beside the data: rule locks, policies, knowledge, measures, the wording of the facts, and what
 * people of the house decided and loaded. Files are read once: a running server answers by what it has loaded.
 */
export async function ruleSet(reader: Reader): Promise<string> {
  known ??= hashOf(parts.flatMap((part) => filesIn(part, counted[part] ?? /./)));
  const { own } = await reader.one<{ own: string | null }>(ofHouse);
  return own === null ? known : createHash("sha256").update(`${known} ${own}`).digest("hex").slice(0, 7);
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
