import Type, { type Static } from "typebox";
import { raw, type Sql, sql } from "../../store/sql.ts";
import type { RuleContext } from "../compile/context.ts";
import type { Side } from "../compile/side.ts";
import { isNumeric, nameOf, type ScalarType, scalar, type ValueType } from "../expressions/value-type.ts";
import { at, Refusal } from "../refusal.ts";
import { closed, ExpressionText, Name } from "../rule/rule-schema.ts";

/** What is compared of a unit; its name stands in the subject of a finding. */
export const MeasureFile = closed({
  name: Name,
  ratio: Type.Optional(closed({ of: ExpressionText, to: ExpressionText })),
  mean: Type.Optional(ExpressionText),
  share: Type.Optional(ExpressionText),
  total: Type.Optional(ExpressionText),
});
export type MeasureFile = Static<typeof MeasureFile>;

const kinds = ["ratio", "mean", "share", "total"] as const;

/** A measure as two sums over rows: value = sum of `top` ÷ sum of `bottom`; of a total, the sum of `top` alone. Sums are decimals: no order changes them. */
export interface Measure {
  name: string;
  kind: (typeof kinds)[number];
  top: Sql;
  bottom: Sql;
  /** Whether a row has what is measured. */
  known: Sql;
  type: ScalarType;
}

/** Wide enough for the sums of whatever an expression may give. */
export const EXACT = raw("decimal(38, 6)");

/** @throws Refusal below the key */
export async function readMeasure(file: MeasureFile, rows: Side, context: RuleContext): Promise<Measure> {
  const given = kinds.filter((kind) => file[kind] !== undefined);
  if (given.length !== 1) throw new Refusal(`one of ${kinds.join(", ")}`, given.join(" and ") || "none");
  const kind = given[0]!;
  const columns = rows.columns();
  const number = async (text: string, key: string | string[]) => {
    const read = await context.read(text, columns, key);
    if (!isNumeric(read.type))
      throw new Refusal("a number or an amount", nameOf(read.type), Array.isArray(key) ? key : [key]);
    return { printed: rows.print(read), type: read.type };
  };
  const one = raw("1");
  const exact = (value: Sql) => sql`cast(${value} as ${EXACT})`;
  if (file.share !== undefined) {
    const condition = rows.print(await context.read(file.share, columns, "share", "boolean"));
    const top = sql`cast(case when ${condition} then 1 else 0 end as ${EXACT})`;
    return {
      name: file.name,
      kind,
      top,
      bottom: exact(one),
      known: sql`(${condition}) is not null`,
      type: ratioType(null),
    };
  }
  if (file.ratio) {
    const { of, to } = file.ratio;
    const [top, bottom] = await at("ratio", async () => [await number(of, "of"), await number(to, "to")] as const);
    return {
      name: file.name,
      kind,
      top: exact(top.printed),
      bottom: exact(bottom.printed),
      known: sql`(${top.printed} is not null and ${bottom.printed} is not null)`,
      type: ratioType(top.type, bottom.type),
    };
  }
  const { printed, type } = await number((file.mean ?? file.total)!, kind);
  return {
    name: file.name,
    kind,
    top: exact(printed),
    bottom: exact(one),
    known: sql`${printed} is not null`,
    type: ratioType(type),
  };
}

/** Money per something stays money; money per money is a number. */
function ratioType(top: ValueType | null, bottom?: ValueType): ScalarType {
  return scalar(top?.kind === "money" && bottom?.kind !== "money" ? "money" : "number", { digits: 20 });
}
