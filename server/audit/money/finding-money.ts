import Type, { type Static } from "typebox";
import { fundNames } from "./funds.ts";

/** Yuan, two decimals. Negative where a fund paid less than due, or would pay more. */
const Yuan = Type.String({ pattern: "^-?[0-9]+[.][0-9]{2}$" });

/**
 * How the money of a claim is known: `settled` again without the lines, or the difference its re-settlement shows; `estimated`, its cost by the part that the funds
 * paid; `none` where nothing can be said or it was reversed since.
 */
export const methods = ["settled", "estimated", "none"] as const;
/** 违规费用 where the rule's result is a violation, else 疑似违规费用: never added to each other. */
export const costKinds = ["violation", "suspected"] as const;

const byFund = Type.Array(
  Type.Object({
    fund: Type.Enum([...fundNames]),
    loss: Yuan,
    share: Yuan,
  }),
);

export const findingMoney = Type.Object({
  finding: Type.String(),
  kind: Type.Enum([...costKinds]),
  cost: Type.String({ ...Yuan, description: "cost of everything the finding disallows" }),
  costShare: Type.String({ ...Yuan, description: "its part of that, where others disallow the same: adds up" }),
  loss: Type.String({ ...Yuan, description: "what its claims cost the funds, were it the only finding" }),
  share: Type.String({ ...Yuan, description: "its part of what all findings together cost them: adds up" }),
  byFund,
  estimated: Type.Enum(["no", "partly", "all"]),
  claims: Type.Array(
    Type.Object({
      claim: Type.String(),
      method: Type.Enum([...methods]),
      cost: Yuan,
      costShare: Yuan,
      loss: Yuan,
      share: Yuan,
    }),
    { description: "its own claims" },
  ),
  later: Type.Object(
    {
      claims: Type.Integer({ description: "later settlements of the year that would have been paid otherwise" }),
      unjudged: Type.Integer({ description: "later ones of which nothing can be said" }),
      loss: Yuan,
      share: Yuan,
      byFund,
    },
    { description: "effect on later settlements of the person's year; negative where the funds would have paid more" },
  ),
});

/** What a finding costs the funds; a finding of a rule that implicates nothing has none. */
export type FindingMoney = Static<typeof findingMoney>;
