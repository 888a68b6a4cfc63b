import { Refusal } from "../refusal.ts";
import { parseYamlText } from "../rule/yaml-text.ts";

/** A key that a text says otherwise; null where it does not stand in one of them. */
export interface Difference {
  key: string;
  before: string | null;
  after: string | null;
}

const MOST = 200;
const LONGEST = 400;

/** What two texts of a rule say differently, key by key, at most 200 keys; comments and the order of keys are no difference. */
export function differences(before: string | null, after: string): Difference[] {
  const [old, now] = [leaves(before ?? ""), leaves(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])];
  return keys
    .filter((key) => old.get(key) !== now.get(key))
    .slice(0, MOST)
    .map((key) => ({ key, before: cut(old.get(key)), after: cut(now.get(key)) }));
}

const cut = (text: string | undefined) => text?.slice(0, LONGEST) ?? null;

/** Texts at the ends of a document by their path: `parameters most default`. One that cannot be read is one text. */
function leaves(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) found.set(path.join(" "), String(value));
    else for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
  };
  if (text === "") return found;
  try {
    visit(parseYamlText(text).value, []);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    found.set("text", text);
  }
  return found;
}
