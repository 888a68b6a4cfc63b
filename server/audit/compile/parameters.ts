import { join, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import { type ScalarType, scalar } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import type { Parameter } from "../rule/rule-schema.ts";
import type { Overlaid } from "./context.ts";

const keys = ["insured_area", "care_area", "tier", "scheme"] as const;

/** The parameters of a rule: numbers with unit and bounds, bound into the statement; most specific overlay first, at one place the latest. */
export class Parameters {
  readonly types: ReadonlyMap<string, ScalarType>;
  readonly #parameters: Readonly<Record<string, Parameter>>;

  constructor(parameters: Readonly<Record<string, Parameter>>) {
    this.#parameters = parameters;
    this.types = new Map(
      Object.entries(parameters).map(([name, { unit, min, max }]) => {
        const digits = Math.max(...[min, max].map((bound) => bound.replace("-", "").split(".")[0]!.length));
        return [name, scalar(unit === "yuan" ? "money" : "number", { digits })];
      }),
    );
  }

  /** @throws Refusal where an overlay asks for a column the row does not have */
  print(name: string, dialect: Dialect, overlaid: Overlaid | null): Sql {
    const { default: value, where = [] } = this.#parameters[name]!;
    const ordered = [...where].sort((a, b) => namedIn(b).length - namedIn(a).length || b.from.localeCompare(a.from));
    if (ordered.length === 0) return dialect.value("number", value);
    const cases = ordered.map((overlay) => {
      const conditions = namedIn(overlay).map((key) => {
        if (!overlaid?.columns.has(key))
          throw new Refusal(`overlays by columns of the row: ${key} is none`, key, ["/parameters", name, "where"]);
        return sql`${dialect.identifier(overlaid.table)}.${dialect.identifier(key)} = ${dialect.value("text", overlay[key]!)}`;
      });
      if (overlaid?.day) {
        const day = sql`${dialect.identifier(overlaid.table)}.${dialect.identifier(overlaid.day)}`;
        // A row that does not say its day is taken for one of now.
        conditions.push(sql`(${day} is null or ${day} >= ${dialect.value("date", overlay.from)})`);
      }
      return sql`when ${join(conditions, " and ")} then ${dialect.value("number", overlay.value)}`;
    });
    return sql`(case ${join(cases, " ")} else ${dialect.value("number", value)} end)`;
  }
}

const namedIn = (overlay: NonNullable<Parameter["where"]>[number]) => keys.filter((key) => overlay[key] !== undefined);
