import Type, { type Static } from "typebox";
import type { RuleContext } from "../compile/context.ts";
import { explained } from "../compile/finding.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { partitionOfRows } from "../compile/partition.ts";
import type { Scan } from "../compile/scan.ts";
import { Side, sideKeys } from "../compile/side.ts";
import { closed, ExpressionText, Name } from "../rule/rule-schema.ts";
import type { Shape } from "../shape.ts";

const schema = closed({
  ...sideKeys,
  breaks: ExpressionText,
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});

/** A row that breaks a condition. All rules of this shape over one relation are one scan. */
export default {
  name: "rows",
  about: { zh: "一行数据违反条件", en: "a row that breaks a condition" },
  schema,
  async compile(find: Static<typeof schema>, context: RuleContext): Promise<Scan> {
    const side = await Side.read(find, "", context);
    const columns = side.columns();
    const condition = await context.read(find.breaks, columns, "breaks", "boolean");
    const values = await explained(context, find.values ?? {}, columns, (value) => side.print(value));
    return {
      kind: "scan",
      rule: context.rule.id,
      relation: side.relation,
      lookups: side.joined,
      driving: side.driving,
      population: side.population(),
      absent: side.absences(side.looksUpPersons),
      condition: side.print(condition),
      values: context.dialect.record(values),
      lead: await leadOf(find.lead, context, columns, (when) => side.print(when)),
      partition: partitionOfRows(side),
    };
  },
} satisfies Shape;
