import type { Expression } from "./expression.ts";
import { comparable, type ScalarKind, scalar, type ValueType } from "./value-type.ts";

/** What a function takes in one place: a type, a constant of some values, or a list. */
export type Argument = ScalarKind | "list" | "pattern" | "small" | readonly string[];

export interface FunctionSignature {
  takes: readonly Argument[];
  /** More arguments of the last kind may follow. */
  repeats?: boolean;
  /** All arguments must be comparable with each other. */
  alike?: boolean;
  gives(parts: readonly Expression[]): ValueType;
}

const count = () => scalar("number", { digits: 10, integer: true });
const truth = () => scalar("boolean");
const text = () => scalar("text");
const likeFirst = ([first]: readonly Expression[]) => {
  const type = first!.type;
  return type.kind === "list" ? type : { ...type, constant: false, codes: null };
};
/** The widest of numbers, so that what follows knows how many digits may come. */
const widest = (parts: readonly Expression[]): ValueType => {
  const types = parts.map(({ type }) => type).filter((type) => type.kind !== "list");
  const named = types.find(({ constant }) => !constant) ?? types[0]!;
  const digits = Math.max(...types.map((type) => type.digits));
  return { ...named, digits, constant: false, codes: null, integer: types.some(({ integer }) => integer) };
};
const parts = ["year", "quarter", "month", "week", "day"] as const;
const spans = ["day", "hour", "minute", "month", "year"] as const;

/** Every function an expression may call, under its DuckDB name. A name that is not here does not exist for rules. */
export const functions: Readonly<Record<string, FunctionSignature>> = {
  abs: { takes: ["number"], gives: likeFirst },
  greatest: { takes: ["number", "number"], repeats: true, alike: true, gives: widest },
  least: { takes: ["number", "number"], repeats: true, alike: true, gives: widest },
  lower: { takes: ["text"], gives: text },
  upper: { takes: ["text"], gives: text },
  trim: { takes: ["text"], gives: text },
  length: { takes: ["text"], gives: count },
  left: { takes: ["text", "small"], gives: text },
  right: { takes: ["text", "small"], gives: text },
  starts_with: { takes: ["text", "text"], gives: truth },
  contains: { takes: ["text", "text"], gives: truth },
  regexp_matches: { takes: ["text", "pattern"], gives: truth },
  regexp_full_match: { takes: ["text", "pattern"], gives: truth },
  /** Great circle between two points given by latitude and longitude in degrees. */
  distance_km: {
    takes: ["number", "number", "number", "number"],
    gives: () => scalar("number", { digits: 5, integer: true }),
  },
  date_part: { takes: [parts, "date"], gives: count },
  date_trunc: { takes: [parts, "date"], gives: () => scalar("date") },
  date_diff: { takes: [spans, "timestamp", "timestamp"], gives: count },
  len: { takes: ["list"], gives: count },
  list_contains: { takes: ["list", "text"], gives: truth },
  list_has_any: { takes: ["list", "list"], alike: true, gives: truth },
};

/** Whether an argument's type will do in a place. */
export function fits(type: ValueType, takes: Argument, name: string): boolean {
  if (typeof takes !== "string" || takes === "pattern") return type.kind === "text";
  if (takes === "small") return type.kind === "number";
  if (takes === "list") return type.kind === "list";
  if (type.kind === "list") return false;
  // Whatever can be ordered has a greatest: the alikeness of all of them is checked beside.
  if (name === "greatest" || name === "least") return ["number", "money", "date", "timestamp"].includes(type.kind);
  if (takes === "number") return type.kind === "number" || type.kind === "money";
  return type.kind === takes;
}

export function alike(all: readonly Expression[]): boolean {
  return all.every(({ type }) => comparable(type, all[0]!.type));
}
