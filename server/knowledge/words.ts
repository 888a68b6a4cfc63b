import { type Label, loadDictionary } from "../store/dictionary.ts";
import { type KnowledgeColumn, knowledgeClasses } from "./knowledge-class.ts";

/** What the values of a column stand for: its own words, or those of its code table; null where it holds neither. */
export function wordsOf({ values, codes }: Pick<KnowledgeColumn, "values" | "codes">): Record<string, Label> | null {
  if (values) return Object.fromEntries(values);
  const table = codes === null ? undefined : loadDictionary().codes.get(codes);
  if (!table) return null;
  return Object.fromEntries(
    [...table.values].map(
      ([
        code,
        {
          label: { zh, en },
        },
      ]) => [code, { zh, en }],
    ),
  );
}

/** The words of a column of a relation of knowledge, `knowledge.item_duplicate_charge` and `span`. */
export function wordsIn(relation: string, column: string): Record<string, Label> | null {
  const known = knowledgeClasses().find(({ name }) => `knowledge.${name}` === relation);
  const found = known?.columns.find(({ name }) => name === column);
  return found ? wordsOf(found) : null;
}
