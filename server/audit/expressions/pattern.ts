import { Refusal } from "../refusal.ts";

const LONGEST = 120;
const MOST_REPEATS = 50;

/**
 * Refuses a regular expression that could take long: quantifiers within quantified groups, long counted repetitions, look-around, references back.
 * The engines behind (RE2) are linear in the text, but not in a pattern that multiplies itself. @throws Refusal
 */
export function checkPattern(pattern: string): void {
  const refuse = (expected: string, got: string) => new Refusal(`a regular expression ${expected}`, got);
  if (pattern.length > LONGEST) throw refuse(`of at most ${LONGEST} characters`, `${pattern.length}`);
  if (/\\[1-9k]|\(\?[=!<P]/.test(pattern)) throw refuse("without look-around and references", pattern);
  if (/\\[^dwsDWSb.\-\\()[\]{}+*?|^$/]/.test(pattern))
    throw refuse("with plain escapes: \\d \\w \\s \\b and marks", pattern);
  /** For each open group, whether a quantifier stands in it. */
  const groups: boolean[] = [false];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i]!;
    if (char === "\\") i++;
    else if (char === "[") i = endOfClass(pattern, i, refuse);
    else if (char === "(") groups.push(false);
    else if (char === ")") {
      const quantified = groups.pop()!;
      if (groups.length === 0) throw refuse("with balanced brackets", pattern);
      const repeated = /^([*+]|\{\d)/.test(pattern.slice(i + 1));
      if (quantified && repeated) throw refuse("without repeated groups that repeat inside", pattern);
      if (quantified) groups[groups.length - 1] = true;
    } else if (char === "*" || char === "+" || char === "{") {
      groups[groups.length - 1] = true;
      const counts = /^\{(\d+)(?:,(\d*))?\}/.exec(pattern.slice(i));
      const most = Math.max(...(counts ?? []).slice(1).map((count) => Number(count || 0)), 0);
      if (most > MOST_REPEATS) throw refuse(`that repeats at most ${MOST_REPEATS} times`, `${most}`);
    }
  }
  if (groups.length > 1) throw refuse("with balanced brackets", pattern);
  try {
    new RegExp(pattern, "u");
  } catch {
    throw refuse("that is well formed", pattern);
  }
}

function endOfClass(pattern: string, from: number, refuse: (expected: string, got: string) => Refusal): number {
  const first = pattern[from + 1] === "^" ? from + 2 : from + 1;
  for (let i = first; i < pattern.length; i++) {
    if (pattern[i] === "\\") i++;
    else if (pattern[i] === "]" && i > first) return i;
  }
  throw refuse("with balanced brackets", pattern);
}
