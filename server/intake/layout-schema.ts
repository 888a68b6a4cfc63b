import { type Static, Type } from "typebox";

const Text = Type.String({ minLength: 1 });
const Label = Type.Object({ zh: Text, en: Text }, { additionalProperties: false });
/** Source name → key of `reasons`. */
const Ignored = Type.Record(Text, Text);

const Cell = Type.Union([
  Type.Object({ value: Text }, { additionalProperties: false }),
  Type.Object(
    { from: Text, codes: Type.Optional(Type.Record(Text, Text)), format: Type.Optional(Text) },
    { additionalProperties: false },
  ),
]);

const Check = Type.Object(
  { id: Text, title: Label, columns: Type.Record(Text, Text, { minProperties: 1 }), expression: Text },
  { additionalProperties: false },
);

/** One file `datasets/layouts/<name>.yaml`; read with every scalar as text, so that constants and codes keep their zeros. */
export const LayoutFile = Type.Object(
  {
    layout: Text,
    title: Label,
    about: Label,
    names: Type.Optional(Type.Enum(["core", "interface"])),
    reasons: Type.Optional(Type.Record(Text, Label)),
    tables: Type.Optional(
      Type.Array(
        Type.Object(
          {
            source: Type.Optional(Type.Array(Text, { minItems: 1 })),
            table: Text,
            columns: Type.Record(Text, Cell, { minProperties: 1 }),
            ignored: Type.Optional(Ignored),
            checks: Type.Optional(Type.Array(Check)),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    ignored: Type.Optional(Type.Record(Text, Ignored)),
  },
  { additionalProperties: false },
);

export type LayoutSource = Static<typeof LayoutFile>;
export type LayoutSourceTable = NonNullable<LayoutSource["tables"]>[number];
