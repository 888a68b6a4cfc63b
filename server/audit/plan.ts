import type { Sql } from "../store/sql.ts";
import type { Partition } from "./compile/partition.ts";
import { fuse } from "./compile/scan.ts";
import type { CompiledRule } from "./compile-rule.ts";
import { duckdb } from "./expressions/duckdb.ts";
import type { Relations } from "./relation.ts";
import type { Counts, OwnQuery } from "./shape.ts";

/** Queries that answer for some rules. */
export interface PlanStep {
  rules: readonly string[];
  /** Gives `findingColumns`. */
  findings: Sql;
  counts: Counts;
  /** Both in one statement, where that is cheaper (`OwnQuery.once`). */
  once: Sql | null;
  /** `once` with counts of each bucket of owners. */
  onceByBucket: Sql | null;
  partition: Partition | null;
}

export interface Plan {
  /** Views that the steps read; made once on the connection that runs them. */
  registers: readonly Sql[];
  steps: readonly PlanStep[];
}

/** Plans rules together: all scans over one relation are one step, every other rule is its own. */
export function planRules(rules: readonly CompiledRule[], relations: Relations): Plan {
  const scans = Map.groupBy(
    rules.flatMap(({ compiled }) => (compiled.kind === "scan" ? [compiled] : [])),
    ({ relation }) => relation.name,
  );
  const steps: PlanStep[] = [...scans.values()].map((fused) => ({
    rules: fused.map(({ rule }) => rule),
    ...fuse(fused, duckdb),
  }));
  for (const { rule, compiled } of rules) {
    if (compiled.kind === "query") steps.push({ rules: [rule.id], ...own(compiled) });
  }
  const registers = [...relations.values()].flatMap(({ register }) => (register ? [register] : []));
  return { registers, steps };
}

const own = ({ findings, counts, once = null, partition = null }: OwnQuery) => ({
  ...{ findings, counts, once, partition },
  onceByBucket: null,
});

/** A plan as a person reads it: what is read together, and the statements with marks where values are bound. */
export function printPlan({ steps }: Plan): string {
  return steps
    .map(
      ({ rules, findings, counts }) =>
        `-- ${rules.join(", ")}\n${findings.text};\n-- counts\n${counts.statement.text};`,
    )
    .join("\n\n");
}
