import { Refusal } from "../refusal.ts";
import type { ValueType } from "./value-type.ts";

/** What an expression may name: columns by the name before the point (empty for the relation itself), and parameters. */
export interface Scope {
  columns: ReadonlyMap<string, ReadonlyMap<string, ValueType>>;
  parameters: ReadonlyMap<string, ValueType>;
  /** Whether a code table holds a code; absent where codes are not checked. */
  knowsCode?: (table: string, code: string) => boolean;
}

/** The column that a name means. @throws Refusal where there is none, with those there are */
export function columnIn({ columns }: Scope, names: readonly string[]): { of: string; name: string; type: ValueType } {
  const [of, name] = names.length === 1 ? ["", names[0]!] : [names[0]!, names[1] ?? ""];
  if (names.length > 2) throw new Refusal("a column, or a column of left, right or a lookup", shown(names.join(".")));
  const side = columns.get(of);
  if (!side)
    throw new Refusal(
      `one of ${[...columns.keys()].filter(Boolean).join(", ") || "the relation's own columns"} before the point`,
      shown(of),
    );
  const type = side.get(name);
  if (!type) throw new Refusal(`a column: ${near(name, side)}`, shown(name));
  return { of, name, type };
}

/** The names most like one that is none, so that a misspelling is mended at sight. */
function near(name: string, columns: ReadonlyMap<string, ValueType>): string {
  const letters = (text: string) => new Set(text.toLowerCase().replaceAll("_", ""));
  const wanted = letters(name);
  const likeness = (other: string) => {
    const own = letters(other);
    return [...own].filter((letter) => wanted.has(letter)).length / Math.max(own.size, wanted.size, 1);
  };
  const ordered = [...columns.keys()].sort((a, b) => likeness(b) - likeness(a));
  return ordered.length > 6 ? `${ordered.slice(0, 6).join(", ")} …` : ordered.join(", ");
}

const shown = (text: string) => JSON.stringify(text.slice(0, 60));
