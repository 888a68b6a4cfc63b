import type { Label } from "../../store/dictionary.ts";
import type { Names } from "./names.ts";
import type { RuleCard } from "./rule-card.ts";
import type { ValueMeaning } from "./value-meaning.ts";
import { written } from "./written.ts";

export type Shown = Readonly<Record<string, string | null>>;

/** A piece of a sentence; one with a `name` is a value, `held` where it is held against a limit. */
export interface Piece {
  text: string;
  name?: string;
  held?: boolean;
}

const unknown: Pick<ValueMeaning, "kind" | "codes"> = { kind: "text", codes: null };

/** The sentence that explains a record of a finding, filled with what it shows. The only place where explanations are filled. */
export function sentenceOf(
  { explain, meanings, limits }: RuleCard,
  shown: Shown,
  names: Names,
): Record<keyof Label, Piece[]> {
  const pieces = (language: keyof Label) =>
    explain[language].split(/(\{[^{}]*\})/).flatMap((part): Piece[] => {
      const name = /^\{(.*)\}$/.exec(part)?.[1];
      if (name === undefined) return part === "" ? [] : [{ text: part }];
      const text = written(shown[name] ?? null, meanings.get(name) ?? unknown, names)[language];
      return [limits.has(name) ? { text, name, held: true } : { text, name }];
    });
  return { zh: pieces("zh"), en: pieces("en") };
}

/** The same as plain text. */
export function sentenceText(card: RuleCard, shown: Shown, names: Names): Label {
  const { zh, en } = sentenceOf(card, shown, names);
  const whole = (pieces: Piece[]) => pieces.map(({ text }) => text).join("");
  return { zh: whole(zh), en: whole(en) };
}

/** The codes that sentences name, so that their names are asked for at once. */
export function codesIn(
  cards: ReadonlyMap<string, RuleCard>,
  found: Iterable<{ rule: string; shown: readonly Shown[] }>,
) {
  const codes = { institutions: new Set<string>(), regions: new Set<string>() };
  for (const { rule, shown } of found) {
    for (const [name, { kind }] of cards.get(rule)?.meanings ?? []) {
      if (kind !== "institution" && kind !== "region") continue;
      for (const each of shown) {
        const code = each[name];
        if (code) (kind === "institution" ? codes.institutions : codes.regions).add(code);
      }
    }
  }
  return codes;
}
