import Type, { type Static } from "typebox";
import { join, raw, sql } from "../../store/sql.ts";
import type { RuleContext } from "../compile/context.ts";
import { explained } from "../compile/finding.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { partitionOfRows } from "../compile/partition.ts";
import type { Scan } from "../compile/scan.ts";
import { all, Side, sideKeys } from "../compile/side.ts";
import { closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import type { Shape } from "../shape.ts";

const classes = ["RS-LINE", "RS-LMT", "RS-DEDC", "RS-RATIO", "RS-CAP", "RS-LAYER", "RS-ID", "RS-POL"] as const;
const schema = closed({
  classes: some(Type.Enum([...classes])),
  where: sideKeys.where,
  lookup: sideKeys.lookup,
  breaks: Type.Optional(ExpressionText),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});

/**
 * A settlement whose re-settlement parts from what was paid, first in one of these classes. Never where the policy file itself is in question, and
 * not applicable where the claim cannot be judged.
 */
export default {
  name: "resettled",
  about: { zh: "重新结算与实付不一致", en: "a settlement that was not paid as re-settlement says" },
  schema,
  async compile(find: Static<typeof schema>, context: RuleContext): Promise<Scan> {
    const { where, lookup } = find;
    const file = { of: "resettlement", ...(where === undefined ? {} : { where }), ...(lookup ? { lookup } : {}) };
    const side = await Side.read(file, "", context);
    const columns = side.columns();
    const told =
      find.breaks === undefined
        ? raw("true")
        : side.print(await context.read(find.breaks, columns, "breaks", "boolean"));
    const differs = sql`${side.column("difference_class")} in (${join(find.classes)}) and not ${side.column("policy_defect")}`;
    const values = await explained(context, find.values ?? {}, columns, (value) => side.print(value));
    // That there is no policy to settle by, and that a record does not add up, is said where nothing else can be.
    const judged = find.classes.every((name) => name === "RS-POL" || name === "RS-ID")
      ? []
      : [{ reason: "resettlement.cannot", condition: sql`${side.column("cannot")} is not null` }];
    return {
      kind: "scan",
      rule: context.rule.id,
      relation: side.relation,
      lookups: side.joined,
      driving: side.driving,
      population: side.population(),
      absent: [...judged, ...side.absences(false)],
      condition: all([differs, told]),
      values: context.dialect.record(values),
      lead: await leadOf(find.lead, context, columns, (when) => side.print(when)),
      partition: partitionOfRows(side),
    };
  },
} satisfies Shape;
