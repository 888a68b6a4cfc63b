import { parameterUnit } from "../../lib/finding-labels.ts";
import { messageNamed } from "../../lib/message.ts";
import { textIn } from "../../lib/regions.ts";
import type { RulePage } from "../../lib/rules.ts";
import type { Locale } from "../../paraglide/runtime.js";
import { namesIn, type Vocabulary } from "./words.ts";

const signs: Record<string, string> = { ">=": "≥", "<=": "≤", "<>": "≠", "!=": "≠", "*": "×", "-": "−" };

/** The words of a rule's conditions in the language of the screen. */
export function vocabularyOf(page: RulePage, locale: Locale): Vocabulary {
  return {
    ...namesIn(page.find),
    names: page.names ?? {},
    parameters: page.parameters,
    word: (name) => signs[name] ?? wordOf(name),
    say: (text) => textIn(text, locale),
    unit: parameterUnit,
  };
}

function wordOf(name: string): string | undefined {
  if (!/^[a-z_]+$/.test(name)) return undefined;
  return name.startsWith("side_") ? messageNamed(`side_${name.slice(5)}`) : messageNamed(`word_${name}`);
}
