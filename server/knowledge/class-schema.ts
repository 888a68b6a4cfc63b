import Type, { type Static, type TProperties } from "typebox";

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const Text = Type.String({ minLength: 1 });
export const Label = closed({ zh: Text, en: Text });
export const Name = Type.String({ pattern: "^[a-z][a-z0-9_]{0,39}$" });
const Flag = Type.Enum(["true", "false"]);
const Digits = Type.String({ pattern: String.raw`^-?\d{1,15}(\.\d{1,6})?$` });

/** `list`: several texts in one cell, between spaces, commas or 、. */
export const columnTypes = ["text", "code", "number", "boolean", "date", "list"] as const;

const ColumnFile = closed({
  type: Type.Enum([...columnTypes]),
  zh: Text,
  en: Text,
  /** Of a code: its table of `dictionary/codes`. */
  codes: Type.Optional(Name),
  /** Of a text: the words it may be. */
  values: Type.Optional(Type.Record(Type.String({ pattern: "^[a-z0-9_]{1,40}$" }), Label, { minProperties: 1 })),
  unit: Type.Optional(Text),
  /** Of a number: digits after the point, none where absent; yuan have two. */
  decimals: Type.Optional(Type.String({ pattern: "^[1-6]$" })),
  min: Type.Optional(Digits),
  max: Type.Optional(Digits),
  /** Whether a point may leave it open. */
  optional: Type.Optional(Flag),
  /** Of a list: several rows of one key are one point, which has the entries of all. */
  gathers: Type.Optional(Flag),
});

/** One file `datasets/knowledge/classes/<class>.yaml`, every scalar read as text. */
export const ClassFile = closed({
  class: Name,
  title: Label,
  /** Codes of the official rules it serves; `GZ-2025-<number>` where there is none. */
  official: Type.Array(Text),
  key: Type.Array(Name, { minItems: 1, maxItems: 4 }),
  columns: Type.Record(Name, ColumnFile, { minProperties: 1 }),
  /** Of the points that come with the program. */
  confidence: Type.Enum(["official", "recalled", "illustrative"]),
  /** Whether the use of its items is followed per person and day. */
  watched: Type.Optional(Flag),
  note: Type.Optional(Label),
});

export type ClassFile = Static<typeof ClassFile>;
export type ColumnType = (typeof columnTypes)[number];
