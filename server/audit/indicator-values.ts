import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import { execute } from "../store/database.ts";
import { Reader, UNLIMITED } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { checkRules } from "./check-rules.ts";
import { describeRelations } from "./describe-relations.ts";
import { houseSources } from "./life/house-sources.ts";

/** An indicator of one unit in one period. */
export interface IndicatorValue {
  rule: string;
  title: string;
  unit: string;
  period: string;
  /** What its peers agree in. */
  stratum: string;
  /** What the comparison shows, as texts: value, median, peers … */
  values: Record<string, string | null>;
  /** What there is too little of to judge it; null where it was held against its peers. */
  reason: string | null;
}

export interface IndicatorFilter {
  rules: readonly string[];
  period: string | undefined;
  /** A key of the unit: an institution's code. */
  unit: string | undefined;
}

/** The values of indicators by unit and period, whether far from their peers or not. Counted from the facts at hand. @throws request.invalid for a rule that compares nothing */
export async function indicatorValues(
  connection: DuckDBConnection,
  { rules: wanted, period, unit }: IndicatorFilter,
): Promise<IndicatorValue[]> {
  const relations = await describeRelations(connection);
  const { rules } = await checkRules(await houseSources(connection), relations);
  const known = rules.flatMap(({ rule, compiled }) =>
    compiled.kind === "query" && compiled.units ? [{ rule, units: compiled.units }] : [],
  );
  const unknown = wanted.find((id) => !known.some(({ rule }) => rule.id === id));
  if (unknown !== undefined)
    throw fail("request.invalid", {
      where: "indicators",
      expected: known.map(({ rule }) => rule.id).join(", "),
      got: unknown,
    });
  const asked = known.filter(({ rule }) =>
    wanted.length > 0 ? wanted.includes(rule.id) : rule.category === "indicator",
  );
  for (const { register } of relations.values()) if (register) await execute(connection, register);
  const found: IndicatorValue[] = [];
  const reader = new Reader(connection, UNLIMITED);
  for (const { rule, units } of asked) {
    const rows = await reader.rows<Omit<IndicatorValue, "values"> & { values: string }>(
      sql`select * from (${units}) where ${period === undefined} or period = ${period ?? ""}`,
    );
    for (const row of rows) {
      if (unit !== undefined && !row.unit.split("|").includes(unit)) continue;
      found.push({ ...row, rule: rule.id, title: rule.title.zh, values: JSON.parse(row.values) });
    }
  }
  return found;
}
