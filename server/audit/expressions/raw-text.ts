import { Refusal } from "../refusal.ts";

const LONGEST = 2000;

/** What an expression may not hold before anything parses it, and why. The parser drops comments and all after a NUL byte: it is asked too late. */
const forbidden: readonly [RegExp, string][] = [
  [/\0/, "no NUL byte"],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  [/[\u0001-\u0008\u000b-\u001f\u007f]/, "no control character"],
  [/[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/, "no invisible character"],
  [/;/, "no semicolon"],
  [/--|\/\*|\*\//, "no comment"],
  [/\$[A-Za-z_]*\$/, "no dollar-quoted text"],
];

/** A text with a letter before its quote (`E'…'`), which would read backslashes as something else. */
const unusualText = /(?<!\w)[exub]&?''/i;

/** Refuses text that is no plain expression: too long, with a comment, a semicolon, a hidden character, an unusual quote. @throws Refusal */
export function checkRawText(text: string): void {
  if (text.trim() === "") throw new Refusal("an expression", "nothing");
  if (text.length > LONGEST) throw new Refusal(`at most ${LONGEST} characters`, `${text.length}`);
  for (const [pattern, expected] of forbidden) {
    const found = pattern.exec(text);
    if (found) throw new Refusal(expected, `${JSON.stringify(found[0])} at character ${found.index + 1}`);
  }
  const unusual = unusualText.exec(text.replace(/'(?:[^']|'')*'/g, "''"));
  if (unusual) throw new Refusal("a plain text in quotes", JSON.stringify(unusual[0].slice(0, -1)));
}
