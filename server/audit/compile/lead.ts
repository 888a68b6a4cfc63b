import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../../store/sql.ts";
import type { Expression } from "../expressions/expression.ts";
import { at } from "../refusal.ts";
import { closed, ExpressionText, Text } from "../rule/rule-schema.ts";
import type { Columns, RuleContext } from "./context.ts";

/**
 * Where the evidence of a finding is incomplete it is a lead (线索), no suspicion: `when` says where, over the columns of the explanation, and `material`
 * what to call for.
 */
export const LeadFile = closed({ when: ExpressionText, material: closed({ zh: Text, en: Text }) });

/** The key that any shape may take. */
export const leadKeys = { lead: Type.Optional(LeadFile) };

/** Whether a finding is a lead; false where the rule knows none, and where `when` cannot be told. @throws Refusal below `lead` */
export async function leadOf(
  lead: Static<typeof LeadFile> | undefined,
  context: RuleContext,
  columns: Columns,
  print: (expression: Expression) => Sql,
): Promise<Sql> {
  if (!lead) return raw("false");
  const when = await at("lead", () => context.read(lead.when, columns, "when", "boolean"));
  return sql`coalesce(${print(when)}, false)`;
}
