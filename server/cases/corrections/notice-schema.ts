import Type, { type Static } from "typebox";
import { StageName, stages } from "./path.ts";

const Text = Type.String();
const OptionalText = Type.Union([Type.String(), Type.Null()]);
const Yuan = Type.Union([Type.String(), Type.Null()], { description: "yuan, two decimals; null for nothing" });
const Label = Type.Object({ zh: Text, en: Text });
const Piece = Type.Object({}, { additionalProperties: true });
const Person = Type.Object({ id: Text, name: Text });
const Step = Type.Object({ by: Person, at: Text, reason: Text, amount: Yuan });

const listed = {
  finding: Text,
  rule: Text,
  title: Label,
  responsible: Text,
  said: Type.Object({ zh: Type.Array(Piece), en: Type.Array(Piece) }),
  evidenceHash: Text,
  stage: StageName,
  outcome: Type.Union([StageName, Type.Null()]),
  state: Type.String({ description: "of the finding" }),
  reopened: Type.Boolean({ description: "its evidence is other than the last step saw" }),
  lead: Type.Boolean(),
  estimated: Type.Boolean(),
  over: Yuan,
  under: Yuan,
  person: Type.Union([Type.String(), Type.Null()], { description: "first signs of the pseudonym" }),
  institutionCode: OptionalText,
  institution: OptionalText,
  insuredArea: OptionalText,
  insuredProvince: OptionalText,
  careProvince: OptionalText,
  day: OptionalText,
  claims: Type.Array(Text),
  mayHandle: Type.Boolean(),
  next: Type.Array(Type.Object({ to: StageName, label: Label, amount: Type.Enum(["needed", "optional", "none"]) })),
  last: Type.Union([Step, Type.Null()]),
};

/** A correction notice as lists show it. */
export const Notice = Type.Object(listed);
export type Notice = Static<typeof Notice>;

/** One with the steps it went. */
export const NoticePage = Type.Object({
  ...listed,
  steps: Type.Array(
    Type.Object({
      ...Step.properties,
      step: Type.Integer(),
      from: StageName,
      to: StageName,
      evidenceHash: Text,
    }),
  ),
});
export type NoticePage = Static<typeof NoticePage>;

/** What the notices of a list come to, over- and underpaid apart; leads are counted, their money is not. */
export const NoticeSums = Type.Object({
  notices: Type.Integer(),
  over: Text,
  under: Text,
  byStage: Type.Object(Object.fromEntries(stages.map((stage) => [stage, Type.Optional(Type.Integer())]))),
  byInsured: Type.Array(
    Type.Object({
      province: OptionalText,
      notices: Type.Integer(),
      waiting: Type.Integer({ description: "nothing has come of them yet" }),
      over: Text,
      under: Text,
    }),
  ),
});
export type NoticeSums = Static<typeof NoticeSums>;

const List = (description: string) => Type.Optional(Type.String({ maxLength: 2000, description }));

/** What of the notices is asked for; lists with commas. */
export const noticeFilter = Type.Object({
  stage: List(stages.join(", ")),
  insured: List("provinces or areas of insurance"),
  rule: List("rule ids"),
  way: Type.Optional(Type.Enum(["over", "under"], { description: "overpaid or underpaid ones only" })),
  finding: Type.Enum(["all", "open", "closed"], { default: "all", description: "where the finding itself stands" }),
  text: Type.Optional(
    Type.String({ maxLength: 200, description: "a part of a claim's id, or the beginning of the finding's" }),
  ),
});
export type NoticeFilter = Static<typeof noticeFilter>;

/** In which order notices stand; each is a key whose smallest comes first. */
export const orders = {
  amount: "-greatest(coalesce(overpaid, 0), coalesce(underpaid, 0))",
  day: "-epoch(day::timestamp)",
  oldest: "epoch(day::timestamp)",
} as const;
export const OrderName = Type.Enum(Object.keys(orders) as (keyof typeof orders)[], { default: "amount" });
