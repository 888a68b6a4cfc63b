import Type, { type Static, type TProperties } from "typebox";
import {
  categories,
  confidences,
  implications,
  investigators,
  parameterUnits,
  responsibles,
  results,
  scenes,
  stages,
  statuses,
  threeFakes,
  units,
  violationTypes,
} from "./vocabulary.ts";

export const closed = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
export const some = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { minItems: 1 });
const pattern = (text: string) => Type.String({ pattern: `^(${text})$` });
const oneOf = <T extends string>(names: readonly T[]) => Type.Enum([...names]);
const keysOf = <K extends string>(labels: Record<K, unknown>) => oneOf(Object.keys(labels) as K[]);

export const Text = Type.String({ minLength: 1, maxLength: 4000 });
/** An expression, read later against its scope; not limited here, so that the reader says what is wrong with it. */
export const ExpressionText = Type.String({ minLength: 1 });
export const Name = pattern("[a-z][a-z0-9_]{0,39}");
export const ColumnName = pattern("[a-z][a-z0-9_]*");
export const RelationName = pattern(String.raw`((current|knowledge)\.)?[a-z][a-z0-9_]*`);
const Labels = closed({ zh: Text, en: Text });
const Day = pattern(String.raw`(19|20)\d\d-[01]\d-[0-3]\d`);
const Digits = pattern(String.raw`-?\d{1,15}(\.\d{1,6})?`);

const Overlay = closed({
  insured_area: Type.Optional(pattern(String.raw`\d{6}`)),
  care_area: Type.Optional(pattern(String.raw`\d{6}`)),
  tier: Type.Optional(pattern("[0-3]")),
  scheme: Type.Optional(pattern(String.raw`\d{3}`)),
  value: Digits,
  reason: Text,
  from: Day,
});

const Parameter = closed({
  default: Digits,
  unit: oneOf(parameterUnits),
  min: Digits,
  max: Digits,
  confidence: oneOf(confidences),
  where: Type.Optional(some(Overlay)),
  /** What people call it; its name where there is none. */
  title: Type.Optional(Labels),
});

/** Rows a test puts into a relation; a column that is left out is null. */
const Given = Type.Record(
  RelationName,
  Type.Array(Type.Record(ColumnName, Type.Union([Type.String(), Type.Array(Type.String())]))),
);

const Expected = closed({
  kind: oneOf(["hit", "miss", "boundary"]),
  found: pattern(String.raw`\d{1,3}`),
  /** How many of the findings are leads; not compared where left out. */
  leads: Type.Optional(pattern(String.raw`\d{1,3}`)),
  /** Values of the findings, in any order; those that are left out are not compared. */
  values: Type.Optional(some(Type.Record(Type.String({ minLength: 1 }), Type.String()))),
  not_applicable: Type.Optional(Type.Record(Type.String({ minLength: 1 }), pattern(String.raw`\d{1,3}`))),
});

const NeedName = pattern(String.raw`((current|knowledge)\.)?[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*`);

/** One file of `rules/`, its keys in their order. What stands under `find` is checked by the shape it names. */
export const ruleFile = closed({
  id: pattern(String.raw`[A-Z]{2,4}(-[A-Z0-9]{1,12}){1,3}|(GZ|ZB)\d{14}`),
  title: Labels,
  official: Type.Optional(closed({ code: Text, class: Text, edition: Text })),
  category: keysOf(categories),
  violation_type: keysOf(violationTypes),
  three_fakes: keysOf(threeFakes),
  result: keysOf(results),
  status: oneOf(statuses),
  version: pattern(String.raw`[1-9]\d{0,3}`),
  basis: some(closed({ law: Text, article: Text, from: Type.Optional(Day), to: Type.Optional(Day) })),
  scenes: some(oneOf(scenes)),
  stages: some(oneOf(stages)),
  unit: oneOf(units),
  responsible: oneOf(responsibles),
  investigate: oneOf(investigators),
  needs: some(NeedName),
  supplied: Type.Optional(some(NeedName)),
  find: Type.Record(Type.String(), Type.Unknown(), { minProperties: 1, maxProperties: 1 }),
  implicates: oneOf(implications),
  parameters: Type.Optional(Type.Record(Name, Parameter)),
  explain: Labels,
  innocent: some(Labels),
  references: some(closed({ source: Text, says: Type.Optional(Text) })),
  tests: some(closed({ name: Text, given: Given, expect: Expected })),
});

export type RuleFile = Static<typeof ruleFile>;
export type RuleTest = RuleFile["tests"][number];
export type Parameter = Static<typeof Parameter>;

/** The order of keys in a file, and of the keys below some of them. */
export const keyOrder: readonly string[] = Object.keys(ruleFile.properties);
export const orderBelow: Readonly<Record<string, readonly string[]>> = {
  title: ["zh", "en"],
  explain: ["zh", "en"],
  official: ["code", "class", "edition"],
};
