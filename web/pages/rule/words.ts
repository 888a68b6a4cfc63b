import type { Both } from "../../lib/findings.ts";
import type { RuleParameter } from "../../lib/rules.ts";

/** A word of a condition; `raw` is what the file says where that differs. */
export interface Word {
  text: string;
  kind: "column" | "parameter" | "operator" | "value";
  raw?: string;
}

/** What names stand for in the conditions of one rule. */
export interface Vocabulary {
  /** Relation that a name before a dot stands for: lookups, left and right, the companion. */
  aliases: ReadonlyMap<string, string>;
  /** Relations whose columns stand without one. */
  bases: readonly string[];
  names: Readonly<Record<string, Both>>;
  parameters: readonly RuleParameter[];
  /** Words for operators, functions and names of sides; undefined where there is none. */
  word(name: string): string | undefined;
  say(text: Both): string;
  unit(unit: string): string;
}

const token =
  /('(?:[^']|'')*')|(\$[a-z_]\w*)|((?:"[^"]+"|[a-z_]\w*)(?:\.(?:"[^"]+"|[a-z_]\w*))+)|("[^"]+"|[a-z_]\w*)|(\d+(?:\.\d+)?)|(<>|!=|>=|<=|\|\||[-+*/<>=(),[\]])|(\s+)|(.)/giy;
const phrases = /\b(is\s+not\s+distinct\s+from|is\s+distinct\s+from|is\s+not\s+null|is\s+null|not\s+in|not\s+like)\b/gi;

/** A condition in words of the screen: labels of columns, values of parameters, signs people write by hand. */
export function inWords(expression: string, vocabulary: Vocabulary): Word[] {
  const joined = expression.replace(phrases, (phrase) => phrase.toLowerCase().replace(/\s+/g, "_"));
  return [...joined.matchAll(token)].flatMap(([all, text, parameter, dotted, name, number, sign, space]): Word[] => {
    if (space !== undefined) return [];
    if (text !== undefined) return [{ text: text.slice(1, -1), kind: "value", raw: text }];
    if (parameter !== undefined) return [parameterWord(parameter.slice(1), vocabulary)];
    if (dotted !== undefined) return [columnWord(dotted, vocabulary)];
    if (number !== undefined) return [{ text: number, kind: "value" }];
    if (name === undefined) return [{ text: vocabulary.word(sign ?? all) ?? all, kind: "operator" }];
    const known = vocabulary.word(name.toLowerCase());
    return [known === undefined ? columnWord(name, vocabulary) : { text: known, kind: "operator", raw: name }];
  });
}

function parameterWord(name: string, { parameters, say, unit }: Vocabulary): Word {
  const known = parameters.find((each) => each.name === name);
  if (!known) return { text: `$${name}`, kind: "parameter" };
  return {
    text: `${known.title ? say(known.title) : name} ${known.default} ${unit(known.unit)}`.trim(),
    kind: "parameter",
    raw: `$${name}`,
  };
}

function columnWord(written: string, { aliases, bases, names, word, say }: Vocabulary): Word {
  const path = written.replaceAll('"', "").split(".");
  const column = path.at(-1)!;
  const alias = path.slice(0, -1).join(".");
  const owners = alias === "" ? bases : [aliases.get(alias) ?? alias];
  const label = owners.map((owner) => names[`${owner}.${column}`]).find(Boolean);
  const side = alias === "" ? "" : (word(`side_${alias}`) ?? "");
  return { text: side + (label ? say(label) : path.join(".")), kind: "column", raw: written };
}

/** The parts that `and` joins at the outermost level, each a condition of its own. */
export function conditionsOf(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  let between = false;
  for (let at = 0; at < expression.length; at += 1) {
    const sign = expression[at]!;
    if (sign === "'") quoted = !quoted;
    if (quoted) continue;
    if (sign === "(") depth += 1;
    if (sign === ")") depth -= 1;
    if (depth > 0) continue;
    const rest = expression.slice(at);
    const before = at === 0 ? " " : expression[at - 1]!;
    if (!/\s|\)/.test(before)) continue;
    if (/^between\b/i.test(rest)) between = true;
    // An `or` at this level binds the whole: it is one condition.
    if (/^(or|case)\b/i.test(rest)) return [expression.trim()];
    if (!/^and\b/i.test(rest)) continue;
    if (between) {
      between = false;
      continue;
    }
    parts.push(expression.slice(start, at));
    start = at + 3;
  }
  return [...parts, expression.slice(start)].map((part) => part.trim()).filter(Boolean);
}

/** What names before a dot stand for in what a rule finds, and the relations it starts from. */
export function namesIn(find: unknown): Pick<Vocabulary, "aliases" | "bases"> {
  const aliases = new Map<string, string>();
  const bases: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const each of value) walk(each, key);
    else if (typeof value === "object" && value !== null) {
      const { as, in: looked, of, companion } = value as Record<string, unknown>;
      if (typeof as === "string" && typeof looked === "string") aliases.set(as, looked);
      if (typeof of === "string") bases.push(of);
      if (typeof of === "string" && (key === "left" || key === "right")) aliases.set(key, of);
      if (typeof companion === "string") aliases.set("other", companion);
      for (const [name, each] of Object.entries(value)) walk(each, name);
    }
  };
  walk(find, "");
  if (typeof find === "object" && find !== null && "resettled" in find) bases.push("resettlement");
  return { aliases, bases };
}
