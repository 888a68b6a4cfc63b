import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { scopedFindings } from "./scoped-findings.ts";

const OptionalText = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Union([Type.Integer(), Type.Null()], {
  description: "null outside the nation: it counts all provinces",
});

const run = {
  run: Type.Integer(),
  asOf: Type.Integer({ description: "last batch included" }),
  ruleSet: Type.String(),
  asked: Type.Union([Type.Array(Type.String()), Type.Null()], { description: "rules asked for; null: all" }),
  startedAt: Type.String(),
  endedAt: Type.String(),
  startedBy: Type.String(),
};
const counts = { found: Count, opened: Count, changed: Count, closed: Count };

/** A run with what came of its rules together. */
const RunInList = Type.Object({
  ...run,
  rules: Type.Object({ done: Type.Integer(), failed: Type.Integer(), held: Type.Integer() }),
  ...counts,
});
export const auditRuns = Type.Object({
  runs: Type.Array(RunInList),
  total: Type.Integer(),
  open: Type.Record(Type.String(), Type.Integer(), {
    description: "findings in the principal's scope that stand now, by rule",
  }),
});
export type AuditRuns = Static<typeof auditRuns>;

const Then = Type.Object({
  run: Type.Integer(),
  version: OptionalText,
  state: Type.String(),
  lookedAt: Count,
  found: Count,
});
export const auditRun = Type.Object({
  ...run,
  previous: Type.Union([Type.Integer(), Type.Null()], { description: "the run before, null for the first" }),
  next: Type.Union([Type.Integer(), Type.Null()]),
  rules: Type.Array(
    Type.Object({
      rule: Type.String(),
      version: OptionalText,
      hash: OptionalText,
      state: Type.Enum(["done", "failed", "held", "unsupplied"]),
      reason: OptionalText,
      lookedAt: Count,
      notApplicable: Type.Union([Type.Record(Type.String(), Type.Integer()), Type.Null()]),
      ...counts,
      seconds: Type.Number(),
      before: Type.Array(Then, { description: "the same rule in the runs before, the latest first, at most eleven" }),
    }),
  ),
});
export type AuditRun = Static<typeof auditRun>;

type RunRow = Pick<AuditRun, keyof typeof run>;
type RuleRow = Omit<AuditRun["rules"][number], "seconds" | "notApplicable" | "before"> & {
  seconds: string;
  notApplicable: string;
};

const EARLIER = 11;

/** The last runs, the latest first. Counts are the nation's: others see which runs there were and how their rules fared, and their own open findings by rule. */
export async function listRuns(
  reader: Reader,
  principal: Principal,
  { limit, offset }: { limit: number; offset: number },
): Promise<AuditRuns> {
  const rows = await reader.rows<
    RunRow & Record<"done" | "failed" | "held" | "found" | "opened" | "changed" | "closed", number>
  >(sql`
    select run, as_of as "asOf", rule_set as "ruleSet", asked, started_at as "startedAt", ended_at as "endedAt", started_by as "startedBy",
      count(*) filter (state = 'done') as done, count(*) filter (state = 'failed') as failed, count(*) filter (state = 'held') as held,
      coalesce(sum(found), 0)::bigint as found, coalesce(sum(opened), 0)::bigint as opened, coalesce(sum(changed), 0)::bigint as changed,
      coalesce(sum(closed), 0)::bigint as closed
    from (from audit_run order by run desc limit ${limit} offset ${offset}) left join audit_run_rule using (run) group by all order by run desc`);
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from audit_run`);
  const open = await reader.rows<{ rule: string; n: number }>(
    sql`select rule, count(*) as n from ${scopedFindings(principal)} where state = 'open' group by rule order by rule`,
  );
  const hidden = { found: null, opened: null, changed: null, closed: null };
  return {
    runs: rows.map(({ done, failed, held, found, opened, changed, closed, ...run }) => ({
      ...run,
      rules: { done, failed, held },
      ...(principal.scope.all ? { found, opened, changed, closed } : hidden),
    })),
    total,
    open: Object.fromEntries(open.map(({ rule, n }) => [rule, n])),
  };
}

/** One run rule by rule, each beside the runs before. @throws audit.run_not_found */
export async function runOf(reader: Reader, principal: Principal, run: number): Promise<AuditRun> {
  const [row] = await reader.rows<RunRow & { previous: number | null; next: number | null }>(sql`
    select run, as_of as "asOf", rule_set as "ruleSet", asked, started_at as "startedAt", ended_at as "endedAt", started_by as "startedBy",
      (select max(run) from audit_run where run < ${run}) as previous, (select min(run) from audit_run where run > ${run}) as next
    from audit_run where run = ${run}`);
  if (!row) throw fail("audit.run_not_found", { run });
  const rules = await reader.rows<RuleRow>(sql`
    select rule, version, rule_hash as hash, state, reason, looked_at as "lookedAt", not_applicable as "notApplicable", found, opened, changed, closed, seconds
    from audit_run_rule where run = ${run} order by rule`);
  const earlier = await reader.rows<AuditRun["rules"][number]["before"][number] & { rule: string }>(sql`
    select rule, run, version, state, looked_at as "lookedAt", found from audit_run_rule where run < ${run}
    qualify row_number() over (partition by rule order by run desc) <= ${EARLIER} order by rule, run desc`);
  const before = Map.groupBy(earlier, ({ rule }) => rule);
  return {
    ...row,
    rules: rules.map((rule) => ({
      ...seenBy(principal, rule),
      before: (before.get(rule.rule) ?? []).map(({ rule: _, ...then }) =>
        principal.scope.all ? then : { ...then, lookedAt: null, found: null },
      ),
    })),
  };
}

function seenBy(principal: Principal, { seconds, notApplicable, ...rule }: RuleRow) {
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
