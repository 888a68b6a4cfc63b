import { Type } from "typebox";

const Name = Type.String({ pattern: "^[a-z][a-z0-9_]*$" });
const Label = Type.Object(
  { zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) },
  { additionalProperties: false },
);
const OfficialNames = Type.Union([Name, Type.Array(Name, { minItems: 1 })]);
const Text = Type.String({ minLength: 1 });

export const personalClasses = ["name", "certificate", "phone", "address", "account", "organisation", "staff"] as const;
export const tableKinds = ["business", "seed", "system"] as const;

const ColumnFile = Type.Object(
  {
    type: Text,
    zh: Text,
    en: Text,
    core: Type.Optional(OfficialNames),
    interface: Type.Optional(OfficialNames),
    required: Type.Optional(Type.Boolean()),
    official_required: Type.Optional(Type.Boolean()),
    personal: Type.Optional(Type.Enum([...personalClasses])),
    codes: Type.Optional(Name),
    unit: Type.Optional(Text),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    note: Type.Optional(Label),
  },
  { additionalProperties: false },
);

/** One file `datasets/dictionary/<table>.yaml`. */
export const TableFile = Type.Object(
  {
    table: Name,
    title: Label,
    official: Type.Optional(
      Type.Object(
        { core: Type.Optional(OfficialNames), interface: Type.Optional(OfficialNames) },
        { additionalProperties: false },
      ),
    ),
    kind: Type.Enum([...tableKinds]),
    since: Type.Optional(Type.Literal("later")),
    grain: Text,
    note: Type.Optional(Label),
    key: Type.Array(Name, { minItems: 1 }),
    newer_by: Type.Optional(Name),
    columns: Type.Record(Name, ColumnFile, { minProperties: 1 }),
  },
  { additionalProperties: false },
);

/** One file `datasets/dictionary/codes/<name>.yaml`; read with every scalar as text, so that 01 stays 01. */
export const CodesFile = Type.Object(
  {
    codes: Name,
    title: Label,
    source: Text,
    confidence: Type.Enum(["official", "recalled", "illustrative", "ours"]),
    note: Type.Optional(Label),
    values: Type.Record(
      Type.String({ minLength: 1 }),
      Type.Object(
        {
          zh: Text,
          en: Text,
          group: Type.Optional(Name),
          tier: Type.Optional(Type.Enum(["3", "2", "1", "0"])),
          class: Type.Optional(Text),
          confidence: Type.Optional(Text),
        },
        { additionalProperties: false },
      ),
      { minProperties: 1 },
    ),
  },
  { additionalProperties: false },
);
