import Type, { type Static, type TProperties } from "typebox";
import { Label, Name } from "./class-schema.ts";

const closed = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const Text = Type.String({ minLength: 1 });

/** How one column of a class is read from a sheet. */
export const FieldFile = closed({
  /** Headers it may stand under; the first that a sheet has. */
  from: Type.Optional(Type.Array(Text, { minItems: 1 })),
  /** What the words of the sheet mean; a word that is not among them is refused. */
  words: Type.Optional(Type.Record(Text, Text, { minProperties: 1 })),
  /** Regular expressions over the cell, the first that fits: what it becomes, `$1` being its first group. */
  patterns: Type.Optional(Type.Record(Text, Text, { minProperties: 1 })),
  /** The same for every row, whatever stands in it. */
  constant: Type.Optional(Text),
});

const Fields = Type.Record(Name, FieldFile, { minProperties: 1 });

/** One file `datasets/knowledge/layouts/<layout>.yaml`, every scalar read as text. */
export const LayoutFile = closed({
  layout: Name,
  class: Name,
  title: Label,
  source: Text,
  /** Cells that rows of this layout have, as regular expressions of the whole cell: they tell sheets of one form apart. */
  where: Type.Optional(Type.Record(Text, Text, { minProperties: 1 })),
  read: Fields,
  /** Where the item codes stand in a second sheet, or a file `<name>__codes`, joined by one column. */
  codes: Type.Optional(closed({ by: Name, read: Fields })),
});

export type LayoutFile = Static<typeof LayoutFile>;
export type FieldFile = Static<typeof FieldFile>;
