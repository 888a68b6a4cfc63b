/** Why a line is no flat JSON object. */
export type JsonProblem =
  | "json_syntax"
  | "json_not_object"
  | "json_nested"
  | "json_duplicate_key"
  | "nul_byte"
  | "encoding"
  | "record_too_long";

export class FlatJsonError extends Error {
  readonly problem: JsonProblem;
  /** The key it concerns. */
  readonly key: string | null;

  constructor(problem: JsonProblem, key: string | null = null) {
    super(problem);
    this.problem = problem;
    this.key = key;
  }
}

const blank = String.raw`[ \t\r\n]*`;
const string = String.raw`"([^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*)"`;
const number = String.raw`-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?`;
const opening = new RegExp(`${blank}\\{${blank}`, "y");
const member = new RegExp(
  `${string}${blank}:${blank}(?:${string}|(${number}|true|false)|(null))${blank}(,|\\})${blank}`,
  "y",
);
const nothing = new RegExp(`\\}${blank}$`, "y");

/**
 * Calls `take` with every member of a flat JSON object. Numbers keep their text (12.30, 1e400, 25 digits): `JSON.parse` and DuckDB's
 * reader would change it. Throws `FlatJsonError`.
 */
export function readFlatObject(text: string, take: (key: string, value: string | null) => void): void {
  opening.lastIndex = 0;
  if (!opening.test(text)) throw classify(text);
  let at = opening.lastIndex;
  nothing.lastIndex = at;
  if (nothing.test(text)) return;
  for (;;) {
    member.lastIndex = at;
    const found = member.exec(text);
    if (!found) throw classify(text);
    const [, key = "", quoted, bare, , end] = found;
    const name = textOf(key, null);
    take(name, quoted === undefined ? (bare ?? null) : textOf(quoted, name));
    at = member.lastIndex;
    if (end === "}") break;
  }
  if (at !== text.length) throw classify(text);
}

function textOf(raw: string, key: string | null): string {
  if (!raw.includes("\\")) return raw;
  const text = JSON.parse(`"${raw}"`) as string;
  if (text.includes("\0")) throw new FlatJsonError("nul_byte", key);
  if (!text.isWellFormed()) throw new FlatJsonError("encoding", key);
  return text;
}

function classify(text: string): FlatJsonError {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new FlatJsonError("json_syntax");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new FlatJsonError("json_not_object");
  const nested = Object.entries(value).find(([, item]) => typeof item === "object" && item !== null);
  return new FlatJsonError(nested ? "json_nested" : "json_syntax", nested?.[0] ?? null);
}
