import type { Relations } from "../relation.ts";
import type { RuleFile } from "../rule/rule-schema.ts";

export type NeedingRule = Pick<RuleFile, "id" | "needs" | "supplied">;

/** A column of a relation that a rule needs, and the columns of stored tables any of which brings it: `settlement.end_date`. */
export interface NeededColumn {
  need: string;
  from: readonly string[];
}

/** What a rule needs that sources bring or do not; columns that facts make of what is always there are left out. */
export function neededColumns({ needs, supplied = [] }: NeedingRule, relations: Relations): NeededColumn[] {
  return [...new Set([...needs, ...supplied])].flatMap((need) => {
    const cut = need.lastIndexOf(".");
    const from = relations.get(need.slice(0, cut))?.columns.get(need.slice(cut + 1))?.supplied ?? [];
    return from.length > 0 ? [{ need, from }] : [];
  });
}
