import { parse } from "yaml";
import type { RuleSource } from "./rule/rule-sources.ts";

/** A rule that looks a class of knowledge up. */
export interface KnowledgeUser {
  id: string;
  title: { zh: string; en: string };
  status: string;
}

/** By class, the rules whose way of finding names its relation. What rules only test with is no use. */
export function knowledgeUsers(sources: readonly RuleSource[]): Map<string, KnowledgeUser[]> {
  const users = new Map<string, KnowledgeUser[]>();
  for (const { text } of sources) {
    if (!text.includes("knowledge.")) continue;
    const { id, title, status, find } = parse(text, { schema: "failsafe" }) as KnowledgeUser & { find: unknown };
    const named = [...JSON.stringify(find).matchAll(/"knowledge\.([a-z0-9_]+)"/g)].map(([, name]) => name!);
    for (const name of new Set(named)) users.set(name, [...(users.get(name) ?? []), { id, title, status }]);
  }
  return users;
}
