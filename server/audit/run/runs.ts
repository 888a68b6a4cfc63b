import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { scopedFindings } from "./scoped-findings.ts";

const OptionalText = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Union([Type.Integer(), Type.Null()], {
  description: "null outside the nation: it counts all provinces",
});

export const auditRuns = Type.Object({
  runs: Type.Array(
    Type.Object({
      run: Type.Integer(),
      asOf: Type.Integer({ description: "last batch included" }),
      ruleSet: Type.String(),
      asked: Type.Union([Type.Array(Type.String()), Type.Null()], { description: "rules asked for; null: all" }),
      startedAt: Type.String(),
      endedAt: Type.String(),
      startedBy: Type.String(),
      rules: Type.Array(
        Type.Object({
          rule: Type.String(),
          version: OptionalText,
          hash: OptionalText,
          state: Type.Enum(["done", "failed", "held"]),
          reason: OptionalText,
          lookedAt: Count,
          notApplicable: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()]),
          found: Count,
          opened: Count,
          changed: Count,
          closed: Count,
          seconds: Type.Number(),
        }),
      ),
    }),
  ),
  /** Findings in the principal's scope that stand now. */
  open: Type.Record(Type.String(), Type.Integer()),
});
export type AuditRuns = Static<typeof auditRuns>;

type RunRow = Omit<AuditRuns["runs"][number], "rules">;
type RuleRow = Omit<AuditRuns["runs"][number]["rules"][number], "seconds" | "notApplicable"> & {
  run: number;
  seconds: string;
  notApplicable: string;
};

/** The last runs, the latest first. Denominators are the nation's: others see which rules ran and how, and their own open findings by rule. */
export async function listRuns(reader: Reader, principal: Principal, limit: number): Promise<AuditRuns> {
  const runs = await reader.rows<RunRow>(sql`
    select run, as_of as "asOf", rule_set as "ruleSet", asked, started_at as "startedAt", ended_at as "endedAt", started_by as "startedBy"
    from audit_run order by run desc limit ${limit}`);
  const rules = await reader.rows<RuleRow>(sql`
    select run, rule, version, rule_hash as hash, state, reason, looked_at as "lookedAt", not_applicable as "notApplicable", found, opened, changed,
      closed, seconds
    from audit_run_rule where run >= ${BigInt(runs.at(-1)?.run ?? 0)} order by rule`);
  const open = await reader.rows<{ rule: string; n: number }>(
    sql`select rule, count(*) as n from ${scopedFindings(principal)} where state = 'open' group by rule order by rule`,
  );
  const ofRun = Map.groupBy(rules, ({ run }) => run);
  return {
    runs: runs.map((run) => ({ ...run, rules: (ofRun.get(run.run) ?? []).map((rule) => seenBy(principal, rule)) })),
    open: Object.fromEntries(open.map(({ rule, n }) => [rule, n])),
  };
}

function seenBy(principal: Principal, { run: _, seconds, notApplicable, ...rule }: RuleRow) {
  const told = {
    ...rule,
    seconds: Number(seconds),
    notApplicable: JSON.parse(notApplicable) as Record<string, number>,
  };
  if (principal.scope.all) return told;
  const hidden = { lookedAt: null, notApplicable: null, found: null, opened: null, changed: null, closed: null };
  // The breaker's reason holds counts of the nation.
  return { ...told, ...hidden, reason: rule.state === "held" ? null : rule.reason };
}
