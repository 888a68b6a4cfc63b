/** What an expression can be. `key` is an identifier that may only be compared with another: a person, a pseudonym. */
export type ScalarKind = "number" | "money" | "text" | "key" | "date" | "timestamp" | "boolean";

export interface ScalarType {
  kind: ScalarKind;
  /** Of numbers and money: most digits before the point. Says whether a product can overflow. */
  digits: number;
  /** Stored as an integer, whose sums may overflow: arithmetic widens it. */
  integer: boolean;
  /** The code table of a text, where the dictionary names one. */
  codes: string | null;
  /** A bare number as a rule writes it: yuan as well as any other unit. */
  constant: boolean;
}

export interface ListType {
  kind: "list";
  of: ScalarType;
}

export type ValueType = ScalarType | ListType;

export function scalar(kind: ScalarKind, more: Partial<ScalarType> = {}): ScalarType {
  return { kind, digits: 0, integer: false, codes: null, constant: false, ...more };
}

export const isNumeric = (type: ValueType): type is ScalarType => type.kind === "number" || type.kind === "money";

/** Whether values of both may stand on the two sides of a comparison. A bare number fits any unit; money fits no count. */
export function comparable(a: ValueType, b: ValueType): boolean {
  if (a.kind === "list" || b.kind === "list") return a.kind === "list" && b.kind === "list" && comparable(a.of, b.of);
  if (isNumeric(a) && isNumeric(b)) return a.kind === b.kind || a.constant || b.constant;
  return a.kind === b.kind;
}

/** For people: `money`, `list of text`. */
export const nameOf = (type: ValueType): string => (type.kind === "list" ? `list of ${type.of.kind}` : type.kind);

/** The type of a column of the database, null where rules cannot work with it. `yuan`: whether its numbers are money. */
export function typeOfColumn(sqlType: string, yuan: boolean, codes: string | null = null): ValueType | null {
  if (sqlType.endsWith("[]")) {
    const of = typeOfColumn(sqlType.slice(0, -2), yuan, codes);
    return of === null || of.kind === "list" ? null : { kind: "list", of };
  }
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType);
  if (decimal) return scalar(yuan ? "money" : "number", { digits: Number(decimal[1]) - Number(decimal[2]) });
  switch (sqlType) {
    case "INTEGER":
      return scalar("number", { digits: 10, integer: true });
    case "BIGINT":
      return scalar("number", { digits: 19, integer: true });
    case "VARCHAR":
      return scalar("text", { codes });
    case "UUID":
      return scalar("key");
    case "DATE":
      return scalar("date");
    case "TIMESTAMP":
      return scalar("timestamp");
    case "BOOLEAN":
      return scalar("boolean");
    default:
      return null;
  }
}
