/**
 * What a refused cell or record should have been, as it is stored: `number:2`, `whole;min=0;max=150`, `fields:12`.
 * The form has no language; whoever shows it says it in the reader's.
 */
const english = {
  number: "a number with at most {amount} decimals, no separators",
  whole: "a whole number",
  flag: "0 or 1",
  date: "YYYY-MM-DD, a day that exists",
  timestamp: "YYYY-MM-DD HH:MM:SS, a time that exists",
  certificate: "a certificate number without masks, of the right length, check digit and date",
  text: "at most {amount} characters",
  fields: "{amount} fields",
  bytes: "a record of at most {amount} bytes",
  closing_quote: "a closing quote",
  outer_quotes: "quotes only around a whole field, doubled inside it",
  no_return: "no carriage return inside a field without quotes",
  no_nul: "text without NUL characters",
  same_encoding: "text in the encoding of the rest of the file",
  json_object: "one whole JSON object",
  json_scalar: "text, a number, true, false or null",
  json_keys_once: "every key once",
} as const;

export type ExpectationKind = keyof typeof english;
export const expectationKinds = Object.keys(english) as ExpectationKind[];

export interface Bounds {
  min?: number | string | null;
  max?: number | string | null;
}

export function expectation(kind: ExpectationKind, amount: number | null = null, { min, max }: Bounds = {}): string {
  const head = amount === null ? kind : `${kind}:${amount}`;
  return `${head}${min == null ? "" : `;min=${min}`}${max == null ? "" : `;max=${max}`}`;
}

/** The stored form in English, for the terminal; a form of another version stays as it is. */
export function expectationText(stored: string): string {
  const [, kind = "", amount, min, max] = /^([a-z_]+)(?::(\d+))?(?:;min=([^;]+))?(?:;max=([^;]+))?$/.exec(stored) ?? [];
  if (!(kind in english)) return stored;
  const text = english[kind as ExpectationKind].replace("{amount}", amount ?? "?");
  return `${text}${min === undefined ? "" : `, from ${min}`}${max === undefined ? "" : `${min === undefined ? "," : ""} to ${max}`}`;
}
