import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { scopedFindings } from "../run/scoped-findings.ts";
import type { strengths } from "../run/verdict-terms.ts";
import { judged } from "./judged.ts";
import { wilson } from "./wilson.ts";

const Count = Type.Integer({ minimum: 0 });
const OptionalNumber = Type.Union([Type.Number(), Type.Null()]);

export const judgedShare = Type.Object({
  confirmed: Count,
  dismissed: Count,
  doubtful: Count,
  share: { ...OptionalNumber, description: "confirmed in confirmed and dismissed; null without any" },
  low: { ...OptionalNumber, description: "lower end of the 95 % Wilson interval" },
  high: OptionalNumber,
});
type JudgedShare = Static<typeof judgedShare>;

export const ruleQuality = Type.Object({
  rule: Type.String(),
  open: Type.Integer({ description: "open findings, suspicions and leads" }),
  sets: Type.Array(
    Type.Object({
      version: Type.String(),
      parameters: Type.Record(Type.String(), Type.Unknown()),
      all: judgedShare,
      byStrength: Type.Object({ field: judgedShare, documents: judgedShare, desk: judgedShare }),
      lastAt: Type.String(),
    }),
    { description: "one for each version and set of parameters that was judged, the last first" },
  ),
  confirmedFindings: Count,
  uniqueCatch: Type.Integer({ description: "confirmed findings with claims that no other rule speaks about" }),
  overlaps: Type.Array(
    Type.Object({
      rule: Type.String(),
      findings: Type.Integer({ description: "findings of this rule with a claim that the other speaks about too" }),
    }),
  ),
});
export type RuleQuality = Static<typeof ruleQuality>;

interface SetRow {
  rule: string;
  version: string;
  parameters: string;
  strength: (typeof strengths)[number];
  confirmed: number;
  dismissed: number;
  doubtful: number;
  lastAt: string;
}

/**
 * How often each rule was right, by version and parameters, within the principal's provinces. Of several verdicts on one evidence the strongest
 * counts (field, documents, desk), of those alike the last. Rules that were never judged and have no open finding are left out.
 */
export async function qualityOf(reader: Reader, principal: Principal, rule?: string): Promise<RuleQuality[]> {
  const only = rule === undefined ? raw("true") : sql`rule = ${rule}`;
  const seen = scopedFindings(principal);
  const own = sql`(from (${judged}) semi join ${seen} as seen using (finding))`;
  const sets = await reader.rows<SetRow>(sql`
    select rule, version, parameters, strength, ${counts}, max(given_at)::varchar as "lastAt"
    from ${own} join (select finding, evidence_hash, max(given_at) as given_at from verdict where ended is null group by all) using (finding, evidence_hash)
    where ${only} group by rule, version, parameters, strength order by max(given_at) desc, rule, version`);
  const open = await countsOf(
    reader,
    sql`select rule, count(*) as n from ${seen} where state = 'open' and ${only} group by rule`,
  );
  const confirmed = await countsOf(
    reader,
    sql`select rule, count(distinct finding) as n from ${own} where label = 'confirmed' and ${only} group by rule`,
  );
  const unique = await countsOf(reader, uniqueCatch(own, only));
  const overlaps = await reader.rows<{ rule: string; other: string; findings: number }>(overlapOf(seen, only));
  const rules = new Set([...sets.map((row) => row.rule), ...open.keys()]);
  return [...rules].sort().map((id) => ({
    rule: id,
    open: open.get(id) ?? 0,
    sets: setsOf(sets.filter((row) => row.rule === id)),
    confirmedFindings: confirmed.get(id) ?? 0,
    uniqueCatch: unique.get(id) ?? 0,
    overlaps: overlaps.filter((row) => row.rule === id).map(({ other, findings }) => ({ rule: other, findings })),
  }));
}

const counts = raw(
  `count(*) filter (label = 'confirmed') as confirmed, count(*) filter (label = 'dismissed') as dismissed, count(*) filter (label = 'doubtful') as doubtful`,
);

/** Confirmed findings none of whose claims a finding of another rule names, dismissed ones left aside. */
const uniqueCatch = (own: Sql, only: Sql): Sql => sql`
  with caught as (select rule, finding, unnest(claims) as claim_id from ${own} where label = 'confirmed' and ${only}),
  named as (
    select distinct rule, unnest(claims) as claim_id from finding
    where state = 'open' and finding not in (select finding from (${judged}) where label = 'dismissed')
  )
  select rule, count(*) as n from (
    select caught.rule, caught.finding, bool_or(named.rule is not null) as shared
    from caught left join named on named.claim_id = caught.claim_id and named.rule <> caught.rule group by all
  ) where not shared group by rule`;

const overlapOf = (seen: Sql, only: Sql): Sql => sql`
  with named as (select rule, finding, unnest(claims) as claim_id from ${seen} where state in ('open', 'shadow')),
  rules as (select distinct claim_id, rule as other from named)
  select rule, other, count(distinct finding) as findings
  from (select * from named where ${only}) as named join rules using (claim_id) where other <> rule
  group by all order by rule, findings desc, other`;

async function countsOf(reader: Reader, statement: Sql): Promise<Map<string, number>> {
  const rows = await reader.rows<{ rule: string; n: number }>(statement);
  return new Map(rows.map(({ rule, n }) => [rule, n]));
}

function setsOf(rows: readonly SetRow[]): RuleQuality["sets"] {
  return [...Map.groupBy(rows, ({ version, parameters }) => `${version} ${parameters}`).values()].map((set) => {
    const { version, parameters } = set[0]!;
    const at = (strength: string) => shareOf(set.filter((row) => row.strength === strength));
    return {
      version,
      parameters: JSON.parse(parameters) as Record<string, unknown>,
      all: shareOf(set),
      byStrength: { field: at("field"), documents: at("documents"), desk: at("desk") },
      lastAt: set
        .map(({ lastAt }) => lastAt)
        .sort()
        .at(-1)!,
    };
  });
}

function shareOf(rows: readonly SetRow[]): JudgedShare {
  const sum = (label: "confirmed" | "dismissed" | "doubtful") => rows.reduce((all, row) => all + row[label], 0);
  const [confirmed, dismissed, doubtful] = [sum("confirmed"), sum("dismissed"), sum("doubtful")];
  const interval = wilson(confirmed, confirmed + dismissed);
  return {
    ...{ confirmed, dismissed, doubtful },
    share: interval?.share ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
