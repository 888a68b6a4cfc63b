import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { type ScalarKind, type ScalarType, scalar } from "../expressions/value-type.ts";
import { at, Refusal } from "../refusal.ts";
import { closed, ExpressionText, Name } from "../rule/rule-schema.ts";
import type { RuleContext } from "./context.ts";
import type { Side } from "./side.ts";

const optional = Type.Optional(ExpressionText);

/** What is measured of gathered records, by the name that expressions and the explanation use: one of these of an expression over a record. */
export const MeasuresFile = Type.Optional(
  Type.Record(Name, closed({ distinct: optional, sum: optional, count: optional, share: optional })),
);

const kinds: Record<string, { wants?: ScalarKind; value(input: Sql): Sql; digits: number }> = {
  distinct: { value: (input) => sql`count(distinct ${input})`, digits: 10 },
  sum: { wants: "number", value: (input) => sql`sum(${input})`, digits: 20 },
  count: { wants: "boolean", value: (input) => sql`count(*) filter (where ${input})`, digits: 10 },
  share: { wants: "boolean", value: (input) => sql`round(count(*) filter (where ${input}) / count(*), 4)`, digits: 1 },
};

export interface Measures {
  /** Columns of a record that they are measured by. */
  inputs: readonly Sql[];
  /** Aggregates by name. */
  outputs: readonly (readonly [name: string, value: Sql])[];
  types: ReadonlyMap<string, ScalarType>;
}

/** @throws Refusal below `measures` */
export async function readMeasures(
  file: NonNullable<Static<typeof MeasuresFile>>,
  side: Side,
  context: RuleContext,
): Promise<Measures> {
  const inputs: Sql[] = [];
  const outputs: [string, Sql][] = [];
  const types = new Map<string, ScalarType>();
  for (const [i, [name, measure]] of Object.entries(file).entries()) {
    await at(["measures", name], async () => {
      const [stated, ...more] = Object.entries(measure) as [string, string][];
      if (!stated || more.length > 0)
        throw new Refusal(`one of ${Object.keys(kinds).join(", ")}`, stated ? "several" : "none");
      const [kind, text] = stated;
      const { wants, value, digits } = kinds[kind]!;
      const expression = await context.read(text, side.columns(), kind, wants);
      if (expression.type.kind === "list") throw new Refusal("one value of a record", "a list", [kind]);
      const input = raw(`measured_${i + 1}`);
      inputs.push(sql`${side.print(expression)} as ${input}`);
      outputs.push([name, value(input)]);
      types.set(name, scalar(expression.type.kind === "money" && kind === "sum" ? "money" : "number", { digits }));
    });
  }
  return { inputs, outputs, types };
}
