import type { DuckDBConnection } from "@duckdb/node-api";
import { Refusal } from "../refusal.ts";
import { type RuleSource, ruleSources } from "../rule/rule-sources.ts";
import { statuses } from "../rule/vocabulary.ts";
import { parseYamlText } from "../rule/yaml-text.ts";
import type { Life } from "./life.ts";
import { readLives } from "./read-lives.ts";
import type { RuleState } from "./rule-states.ts";
import { textInForce } from "./text-in-force.ts";

/** `cross-province/XR-01.yaml` → `XR-01`. */
export const idOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1).replace(/\.yaml$/, "");

/** Where a house's own rule stands among the files. */
export const houseFile = (rule: string): string => `house/${rule}.yaml`;

/** The rules that stand in a house: the shipped files with the house's own texts, states and values. Drafts are not among them. */
export async function houseSources(connection: DuckDBConnection): Promise<RuleSource[]> {
  return merged(ruleSources(), await readLives(connection));
}

/** The same of files and lives. */
export function merged(shipped: readonly RuleSource[], lives: ReadonlyMap<string, Life>): RuleSource[] {
  if (lives.size === 0) return [...shipped];
  const ids = new Set(shipped.map(({ file }) => idOf(file)));
  const own = [...lives.values()].filter(({ rule }) => !ids.has(rule));
  const files = [
    ...shipped.map((source) => standingSource(lives.get(idOf(source.file)), source)),
    ...own.map((life) => standingSource(life, null)),
  ];
  return files.flatMap((source) => source ?? []).sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** A rule as it stands: null where it is a draft only. */
export function standingSource(life: Life | undefined, shipped: RuleSource | null): RuleSource | null {
  if (!life) return shipped;
  const base = baseOf(life, shipped);
  if (!base) return null;
  const state = life.standing?.state ?? statusIn(base.text);
  return { file: base.file, text: state ? textInForce(base.text, { state, overlays: life.overlays }) : base.text };
}

/** The text that stands, without the house's state and values. */
export function baseOf(life: Life, shipped: RuleSource | null): RuleSource | null {
  const revision = life.standing?.revision;
  return revision ? { file: shipped?.file ?? houseFile(life.rule), text: revision.text } : shipped;
}

/** Where a rule stands; null where nothing does. */
export function stateOf(life: Life, shipped: RuleSource | null): RuleState | null {
  return life.standing?.state ?? (shipped ? statusIn(shipped.text) : null);
}

function statusIn(text: string): RuleState | null {
  try {
    const { status } = parseYamlText(text).value as { status?: unknown };
    return statuses.find((state) => state === status) ?? null;
  } catch (cause) {
    if (cause instanceof Refusal) return null;
    throw cause;
  }
}
