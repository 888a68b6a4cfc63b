import type { Label } from "../../store/dictionary.ts";
import type { Relations } from "../relation.ts";
import type { RuleFile } from "../rule/rule-schema.ts";

/** What people call the relations that a rule names, and their columns: `stay` and `stay.begin_date`. */
export function namesIn({ find, needs, supplied = [] }: RuleFile, relations: Relations): Record<string, Label> {
  const named = new Set([...needs, ...supplied].map((need) => need.slice(0, need.lastIndexOf("."))));
  if ("resettled" in find) named.add("resettlement");
  const visit = (value: unknown): void => {
    if (typeof value === "string") named.add(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(find);
  const told = [...relations.values()].filter(({ name }) => named.has(name));
  return Object.fromEntries(
    told.flatMap(({ name, title, columns }) => [
      [name, title],
      ...[...columns.values()].map(({ name: column, label }) => [`${name}.${column}`, label]),
    ]),
  );
}
