import type { personalClasses, tableKinds } from "./dictionary-schema.ts";

export type Personal = (typeof personalClasses)[number];
export type TableKind = (typeof tableKinds)[number];
export interface Label {
  zh: string;
  en: string;
}

export type TypeKind =
  | "text"
  | "code"
  | "money"
  | "quantity"
  | "price"
  | "ratio"
  | "number"
  | "integer"
  | "date"
  | "timestamp"
  | "boolean"
  | "uuid"
  | "texts"
  | "amounts"
  | "bands"
  | "layer";

/** A parsed column type. `length` in characters for text and code; `precision`, `scale` for decimals. */
export interface ColumnType {
  kind: TypeKind;
  sql: string;
  length?: number;
  precision?: number;
  scale?: number;
}

/** How a column stands in the database: as it came, as a keyed pseudonym, or not at all. */
export type Storage = "value" | "pseudonym" | "none";

export interface Column {
  name: string;
  type: ColumnType;
  label: Label;
  /** Accepted names of the core-platform layer, the official one first; empty where there is none. */
  core: readonly string[];
  /** Accepted names of the interface layer, the official one first; empty where there is none. */
  interface: readonly string[];
  /** A row without it is rejected, a file without it refused. */
  required: boolean;
  /** 必填 in the interface specification: information only. */
  officialRequired: boolean;
  personal: Personal | null;
  storage: Storage;
  codes: string | null;
  unit: string | null;
  min: number | null;
  max: number | null;
  note: Label | null;
}

export interface Table {
  name: string;
  title: Label;
  official: { core: readonly string[]; interface: readonly string[] };
  kind: TableKind;
  /** `later`: described, but not created yet. */
  since: "later" | null;
  grain: string;
  note: Label | null;
  key: readonly string[];
  newerBy: string | null;
  columns: ReadonlyMap<string, Column>;
}

export interface Code {
  code: string;
  label: Label;
  group: string | null;
  tier: string | null;
  class: string | null;
}

export interface CodeTable {
  name: string;
  title: Label;
  source: string;
  confidence: string;
  values: ReadonlyMap<string, Code>;
}

const BANDS = "STRUCT(low DECIMAL(16,2), high DECIMAL(16,2), ratio DECIMAL(9,8))[]";
const decimals = new Map<TypeKind, readonly [number, number]>([
  ["money", [16, 2]],
  ["quantity", [16, 4]],
  ["price", [16, 6]],
  ["ratio", [5, 4]],
]);
const plain = new Map<TypeKind, string>([
  ["integer", "BIGINT"],
  ["date", "DATE"],
  ["timestamp", "TIMESTAMP"],
  ["boolean", "BOOLEAN"],
  ["uuid", "UUID"],
  // Nested ones stand in tables the program fills: lists of texts, lists of yuan, bands of yuan with a ratio each, a supplementary layer.
  ["texts", "VARCHAR[]"],
  ["amounts", "DECIMAL(16,2)[]"],
  ["bands", BANDS],
  [
    "layer",
    `STRUCT(basis VARCHAR, deductible BOOLEAN, over_cap BOOLEAN, first_pay BOOLEAN, inpatient BOOLEAN, outpatient BOOLEAN, chronic BOOLEAN, bands ${BANDS}, cap DECIMAL(16,2), line INTEGER)`,
  ],
]);

/** Parses `text(30)`, `number(4,1)`, `money` …; null where the text is no type. */
export function parseType(text: string): ColumnType | null {
  const match = /^([a-z]+)(?:\((\d+)(?:,\s*(\d+))?\))?$/.exec(text);
  if (!match) return null;
  const kind = match[1] as TypeKind;
  const first = match[2] === undefined ? null : Number(match[2]);
  const second = match[3] === undefined ? null : Number(match[3]);
  if ((kind === "text" || kind === "code") && first !== null && second === null) {
    return { kind, sql: "VARCHAR", length: first };
  }
  if (kind === "number" && first !== null && second !== null && first <= 38 && second <= first) {
    return { kind, sql: `DECIMAL(${first},${second})`, precision: first, scale: second };
  }
  if (first !== null) return null;
  const decimal = decimals.get(kind);
  if (decimal) return { kind, sql: `DECIMAL(${decimal.join(",")})`, precision: decimal[0], scale: decimal[1] };
  const sql = plain.get(kind);
  return sql ? { kind, sql } : null;
}

/** Personal numbers become pseudonyms; names and addresses of persons stay in the encrypted raw batch only. */
export function storageOf(kind: TableKind, personal: Personal | null): Storage {
  if (kind === "system" || personal === null) return "value";
  if (personal === "name" || personal === "address") return "none";
  return personal === "certificate" || personal === "phone" || personal === "account" ? "pseudonym" : "value";
}

/**
 * The column beside a certificate that says what is wrong with its number (masked, length, checksum, date; null: nothing), or
 * null for any other column. A faulty number has no pseudonym.
 */
export function faultColumn({ name, personal, storage }: Column): string | null {
  return personal === "certificate" && storage === "pseudonym" ? `${name.replace(/_no$/, "")}_fault` : null;
}
