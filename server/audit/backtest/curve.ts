import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import type { Relations } from "../relation.ts";
import type { Parameter } from "../rule/rule-schema.ts";
import type { Bounds } from "../run/statement.ts";
import { compileCandidate } from "./candidate.ts";
import { moneyOf } from "./sql-file.ts";
import { tryRules } from "./trial-run.ts";

/** One value of a parameter, and what the rule would find with it: findings, leads among them, money in yuan, findings by their last verdict. */
export interface CurvePoint {
  value: string;
  found: number;
  leads: number;
  cost: string;
  loss: string;
  estimated: string;
  confirmed: number;
  dismissed: number;
  doubtful: number;
}

const whole = ["days", "nights", "hours", "months", "times", "persons", "institutions", "provinces"];
/** Values of a curve at most. */
export const CURVE_POINTS = 13;

/**
 * Values a parameter is tried at: its default, both bounds, and between them steps that are even in proportion where the bounds are wide apart, else even.
 * Parameters that count things take whole values.
 */
export function curveValues({ default: standing, min, max, unit }: Parameter): string[] {
  const [low, high, middle] = [Number(min), Number(max), Number(standing)];
  const digits = whole.includes(unit) ? 0 : Math.max(2, decimals(min), decimals(max), decimals(standing));
  const wide = low > 0 && high / low > 10;
  const step = (i: number) => {
    const part = i / (CURVE_POINTS - 2);
    return wide ? low * (high / low) ** part : low + (high - low) * part;
  };
  const values = Array.from({ length: CURVE_POINTS - 1 }, (_, i) => Number(step(i).toFixed(digits)));
  const inside = [...values, middle].filter((value) => value >= low && value <= high);
  return [...new Set(inside)].sort((a, b) => a - b).map(String);
}

const decimals = (text: string) => text.split(".")[1]?.length ?? 0;

/**
 * What a rule would find at each value of one of its parameters, all else unchanged. A verdict counts where the rule would find the same evidence again.
 * @throws request.invalid for an unknown parameter or a value outside its bounds; store.interrupted, TooLong
 */
export async function runCurve(
  connection: DuckDBConnection,
  relations: { stored: Relations; relations: Relations },
  { text, file, parameter, values }: { text: string; file: string; parameter: string; values: readonly string[] },
  bounds: Bounds & { onPoint(done: number, total: number): void },
): Promise<CurvePoint[]> {
  const candidates = await Promise.all(
    values.map((value) => compileCandidate(text, file, { [parameter]: value }, relations.relations)),
  );
  const reader = new Reader(connection, UNLIMITED);
  return tryRules(connection, relations, candidates, bounds, async ({ rule }, _, i) => {
    bounds.onPoint(i, values.length);
    const point = await reader.one<Omit<CurvePoint, "value">>(sql`
      select count(*) as found, count(*) filter (lead) as leads,
        coalesce(sum(cost), 0)::decimal(18, 2)::varchar as cost, coalesce(sum(loss), 0)::decimal(18, 2)::varchar as loss,
        coalesce(sum(loss) filter (estimated), 0)::decimal(18, 2)::varchar as estimated,
        count(*) filter (label = 'confirmed') as confirmed, count(*) filter (label = 'dismissed') as dismissed, count(*) filter (label = 'doubtful') as doubtful
      from temp.audit_found
      left join (${moneyOf("audit_found", rule.implicates)}) using (finding)
      left join (select finding, evidence_hash, arg_max(label, verdict) as label from verdict where ended is null group by all) as said using (finding, evidence_hash)`);
    return { value: values[i]!, ...point };
  });
}
