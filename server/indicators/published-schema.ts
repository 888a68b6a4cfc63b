import Type, { type Static } from "typebox";
import { precisions } from "./published-intervals.ts";

const month = Type.String({ pattern: String.raw`^\d{4}-\d{2}(-\d{2})?$` });
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const number = Type.String({ pattern: String.raw`^\d+(\.\d+)?$` });
const oneOf = <T extends string>(values: readonly T[]) => Type.Union(values.map((value) => Type.Literal(value)));

export const careScopes = ["cross_province", "within_province", "cross_region"] as const;
export const careGroups = ["inpatient", "outpatient", "chronic", "pharmacy", "outpatient_all", "all"] as const;
export const confidences = ["official", "reported", "derived", "recalled"] as const;

/** Why a number of a source text is no figure. */
export const reasons = {
  period: "the period of a figure, carried as its from and to",
  date: "the day or year of an event, of the report, of a speech",
  article: "一 as an article (一家医院), no count",
  rank: "an ordinal or a class (第一步, 三级医院)",
  slogan: "part of a slogan (最后一公里, 三步走)",
  discourse: "a figure of speech (一方面, 百分之百)",
  furniture: "page furniture: style, addresses, menus, other articles",
  private: "a number of a private person; not stored",
} as const;
const reason = oneOf(Object.keys(reasons) as (keyof typeof reasons)[]);

const about = {
  unit: Type.Optional(Type.String()),
  measure: Type.Optional(Type.String({ pattern: "^[a-z_]+$" })),
  year: Type.Optional(Type.Integer()),
  from: Type.Optional(orNull(month)),
  to: Type.Optional(month),
  region: Type.Optional(Type.String({ pattern: String.raw`^\d{6}$` })),
  scope: Type.Optional(orNull(oneOf(careScopes))),
  group: Type.Optional(orNull(oneOf(careGroups))),
  route: Type.Optional(oneOf(["direct", "all"])),
  scheme: Type.Optional(oneOf(["310", "390"])),
  as: Type.Optional(oneOf(precisions)),
  low: Type.Optional(orNull(number)),
  high: Type.Optional(orNull(number)),
  confidence: Type.Optional(oneOf(confidences)),
  note: Type.Optional(Type.String()),
};
const named = { id: Type.String({ pattern: "^[a-z0-9_.-]+$" }), zh: Type.String(), en: Type.String() };
const closed = { additionalProperties: false };
const figureInText = Type.Object({ n: Type.String(), value: Type.Optional(number), ...named, ...about }, closed);

/** datasets/published/sources/*.yaml: one source text, its sentences with numbers, every number in order. */
export const sourceFile = Type.Object(
  {
    source: Type.Object(
      {
        id: Type.String(),
        file: Type.String(),
        title: Type.String(),
        url: Type.Optional(Type.String()),
        date: Type.String(),
      },
      closed,
    ),
    defaults: Type.Object(about, closed),
    sentences: Type.Array(
      Type.Object(
        {
          text: Type.String(),
          numbers: Type.Array(
            Type.Union([
              figureInText,
              Type.Object({ n: Type.String(), same_as: Type.String() }, closed),
              Type.Object({ n: Type.String(), not: reason }, closed),
            ]),
          ),
        },
        closed,
      ),
    ),
    places: Type.Array(
      Type.Object(
        { lines: Type.Tuple([Type.Integer(), Type.Integer()]), not: reason, why: Type.Optional(Type.String()) },
        closed,
      ),
    ),
  },
  closed,
);
export type SourceFile = Static<typeof sourceFile>;

/** datasets/published/*.yaml: figures of several sources. `of` names the published components of a derived one. */
export const seriesFile = Type.Object(
  {
    sources: Type.Record(
      Type.String(),
      Type.Object({ title: Type.String(), url: Type.Optional(Type.String()), confidence: oneOf(confidences) }, closed),
    ),
    defaults: Type.Object(about, closed),
    figures: Type.Array(
      Type.Object(
        {
          ...named,
          ...about,
          value: number,
          source: Type.String(),
          says: Type.Optional(Type.String()),
          of: Type.Optional(Type.Object({ fund_total: Type.String(), visits: Type.String() }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type SeriesFile = Static<typeof seriesFile>;

/** A published figure as the program and the API know it. Values are decimal texts in `unit`; low and high are null where open. */
export const publishedFigure = Type.Object({
  id: Type.String(),
  title: Type.Object({ zh: Type.String(), en: Type.String() }),
  value: number,
  low: orNull(number),
  high: orNull(number),
  precision: oneOf(precisions),
  unit: Type.String(),
  measure: Type.String(),
  from: orNull(month),
  to: orNull(month),
  region: Type.String(),
  care_scope: orNull(oneOf(careScopes)),
  care_group: orNull(oneOf(careGroups)),
  route: oneOf(["direct", "all"]),
  scheme: orNull(oneOf(["310", "390"])),
  source: Type.Object({
    id: Type.String(),
    title: Type.String(),
    url: Type.Optional(Type.String()),
    sentence: orNull(Type.String()),
  }),
  confidence: oneOf(confidences),
  note: Type.Optional(Type.String()),
  of: Type.Optional(Type.Object({ fund_total: Type.String(), visits: Type.String() })),
});
export type PublishedFigure = Static<typeof publishedFigure>;
