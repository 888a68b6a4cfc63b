import { readFileSync } from "node:fs";
import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { parse } from "yaml";
import { results } from "../rule/vocabulary.ts";

const closed = <P extends Parameters<typeof Type.Object>[0]>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const Text = Type.String({ minLength: 1 });
const Labels = closed({ zh: Text, en: Text });
const Category = Type.Enum(["policy", "management", "medical"]);

const ClassesFile = closed({
  edition: Text,
  source: Labels,
  groups: Type.Record(Text, closed({ zh: Text, en: Text, category: Category })),
  classes: Type.Array(
    closed({
      number: Type.String({ pattern: "^[1-9][0-9]?$" }),
      code: Type.String({ pattern: String.raw`^((GZ|ZB)\d{14}|GZ-2025-\d\d)$` }),
      group: Text,
      title: Labels,
      /** What the class was called in the first edition. */
      formerly: Type.Optional(closed({ code: Text, title: Text })),
      definition: Labels,
      reading: Type.Enum(Object.keys(results) as (keyof typeof results)[]),
      not_computable: Type.Optional(closed({ zh: Text, en: Text, data: Type.Array(Text, { minItems: 1 }) })),
    }),
  ),
});
type ClassesFile = Static<typeof ClassesFile>;

/** A class of the official rule base. */
export interface OfficialClass extends Omit<ClassesFile["classes"][number], "number" | "group" | "not_computable"> {
  number: number;
  group: { id: string; zh: string; en: string };
  category: Static<typeof Category>;
  /** Why settlements cannot tell, and the data it would need; null where they can. */
  notComputable: { zh: string; en: string; data: string[] } | null;
}

const home = new URL("../../../datasets/knowledge/official-classes.yaml", import.meta.url);
let loaded: readonly OfficialClass[] | undefined;

/** The classes of the edition in their order; read once. */
export function officialClasses(): readonly OfficialClass[] {
  loaded ??= readOfficialClasses(readFileSync(home, "utf8"));
  return loaded;
}

/** @throws TypeError where the text is no file of classes, or a class names a group that is not there */
export function readOfficialClasses(text: string): OfficialClass[] {
  const file: unknown = parse(text, { schema: "failsafe" });
  const check = Compile(ClassesFile);
  if (!check.Check(file)) {
    const [first] = check.Errors(file);
    throw new TypeError(`official-classes.yaml ${first?.instancePath}: ${first?.message}`);
  }
  return file.classes.map(({ number, group, not_computable, ...rest }) => {
    const known = file.groups[group];
    if (!known) throw new TypeError(`official-classes.yaml ${number}: no group ${group}`);
    const { category, ...labels } = known;
    return {
      ...rest,
      number: Number(number),
      group: { id: group, ...labels },
      category,
      notComputable: not_computable ?? null,
    };
  });
}
