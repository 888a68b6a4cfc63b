import Type, { type Static } from "typebox";
import { fail } from "../../errors.ts";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { inScope, scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { namesOf } from "../pages/names.ts";
import { ruleCards } from "../pages/rule-card.ts";
import { codesIn, type Shown, sentenceText } from "../pages/sentence.ts";

/** What becomes of a finding under the changed rule. */
export const changes = ["gained", "lost", "kept"] as const;
const Yuan = Type.String({ pattern: "^-?[0-9]+[.][0-9]{2}$" });
const OptionalText = Type.Union([Type.String(), Type.Null()]);

const Change = Type.Object({
  change: Type.Enum([...changes]),
  findings: Type.Integer(),
  leads: Type.Integer(),
  evidenceChanged: Type.Integer(),
  cost: Yuan,
  loss: Yuan,
  estimated: Type.String({ ...Yuan, description: "the part of the loss that is estimated" }),
  contradicted: Type.Integer({ description: "confirmed ones lost, dismissed ones gained" }),
});
const head = {
  backtest: Type.Integer(),
  rule: Type.String(),
  ruleHash: OptionalText,
  trialHash: Type.String(),
  parameters: Type.Record(Type.String(), Type.String(), { description: "what was tried, by name" }),
  asOf: Type.Integer({ description: "last batch" }),
  stale: Type.Boolean({ description: "data or rules had changed since the last audit" }),
  lookedAt: Type.Union([Type.Integer(), Type.Null()], { description: "the nation's; null for others" }),
  seconds: Type.Number(),
  startedBy: Type.String(),
  endedAt: Type.String(),
};
export const listedBacktest = Type.Object({ ...head, changes: Type.Array(Change) });
export type ListedBacktest = Static<typeof listedBacktest>;

const Province = Type.Object({
  side: Type.Enum(["insured", "care"]),
  province: OptionalText,
  change: Type.Enum([...changes]),
  findings: Type.Integer(),
  loss: Yuan,
});
const Row = Type.Object({
  finding: Type.String(),
  change: Type.Enum([...changes]),
  lead: Type.Boolean(),
  day: OptionalText,
  institutionCode: OptionalText,
  institution: OptionalText,
  cost: Yuan,
  loss: Yuan,
  estimated: Type.Boolean(),
  verdict: OptionalText,
  contradicts: Type.Boolean(),
  said: Type.Object({ zh: Type.String(), en: Type.String() }),
});
export const backtestPage = Type.Object({
  ...head,
  changes: Type.Array(Change),
  provinces: Type.Array(Province),
  findings: Type.Array(Row, { description: "those against a verdict first, then gained and lost ones, by loss" }),
});
export type BacktestPage = Static<typeof backtestPage>;

/**
 * Findings of backtests that a principal may see: those that speak about a place in his scope. One that reaches beyond it is counted; its values, institution, day
 * and money are not his to know.
 */
function seenBy(principal: Principal): Sql {
  if (principal.scope.all) return raw("rule_backtest_finding");
  const own = scoped(principal, "rule_backtest_place");
  const columns = {
    ...{ insured: "insured_province", care: "care_province" },
    ...{ insuredCity: "insured_city", careCity: "care_city" },
  };
  return sql`(
    select found.* replace (
      if(beyond.finding is null, shown, []) as shown, if(beyond.finding is null, institution_code, null) as institution_code,
      if(beyond.finding is null, day, null) as day, if(beyond.finding is null, cost, null) as cost, if(beyond.finding is null, loss, null) as loss
    )
    from (select found.* from rule_backtest_finding as found semi join ${own} as place using (backtest, finding)) as found
    left join (select distinct backtest, finding from rule_backtest_place where not ${inScope(principal, columns)}) as beyond
      on beyond.backtest = found.backtest and beyond.finding = found.finding
  )`;
}

const yuan = (amount: string) => raw(`coalesce(${amount}, 0)::decimal(18, 2)::varchar`);
type Head = Omit<ListedBacktest, "changes" | "parameters"> & { parameters: string };

/** The backtests of a rule, the last first, each with what it would change within the principal's provinces. */
export async function backtestsOf(reader: Reader, principal: Principal, rule: string): Promise<ListedBacktest[]> {
  const heads = await headsOf(reader, principal, sql`rule = ${rule}`);
  const changed = await reader.rows<ListedBacktest["changes"][number] & { backtest: number }>(sql`
    select backtest, change, count(*) as findings, count(*) filter (lead) as leads, count(*) filter (evidence_changed) as "evidenceChanged",
      ${yuan("sum(cost)")} as cost, ${yuan("sum(loss)")} as loss, ${yuan("sum(loss) filter (estimated)")} as estimated,
      count(*) filter (contradicts) as contradicted
    from ${seenBy(principal)} semi join (select backtest from rule_backtest where rule = ${rule}) using (backtest)
    group by all order by change`);
  return heads.map((each) => ({
    ...each,
    changes: changed.filter(({ backtest }) => backtest === each.backtest).map(({ backtest: _, ...rest }) => rest),
  }));
}

/** One backtest with its provinces and up to `limit` of its findings. @throws request.not_found */
export async function backtestOf(
  reader: Reader,
  principal: Principal,
  rule: string,
  backtest: number,
  { limit }: { limit: number },
): Promise<BacktestPage> {
  const listed = (await backtestsOf(reader, principal, rule)).find((each) => each.backtest === backtest);
  if (!listed) throw fail("request.not_found", { path: `rules/${rule}/backtests/${backtest}` });
  const own = sql`(select * from ${seenBy(principal)} where backtest = ${BigInt(backtest)})`;
  const sides = (["insured", "care"] as const).map(
    (side) => sql`
      select ${side} as side, ${raw(`${side}_province`)} as province, change, count(distinct finding) as findings, sum(loss) as loss
      from (select distinct finding, ${raw(`${side}_province`)} from ${scoped(principal, "rule_backtest_place")} as place where backtest = ${BigInt(backtest)})
      join ${own} using (finding) group by all`,
  );
  const provinces = await reader.rows<BacktestPage["provinces"][number]>(sql`
    select side, province, change, findings, ${yuan("loss")} as loss from (${sides[0]!} union all ${sides[1]!}) order by side, province nulls last, change`);
  return { ...listed, provinces, findings: await rowsOf(reader, rule, own, limit) };
}

type Row = Static<typeof Row>;

async function rowsOf(reader: Reader, rule: string, own: Sql, limit: number): Promise<Row[]> {
  const rows = await reader.rows<Omit<Row, "said" | "institution"> & { shown: string[] }>(sql`
    select finding, change, lead, day, institution_code as "institutionCode", ${yuan("cost")} as cost, ${yuan("loss")} as loss, estimated,
      verdict, contradicts, shown
    from ${own} where change <> 'kept' or contradicts or evidence_changed
    order by contradicts desc, change = 'kept', change, loss desc, finding limit ${limit}`);
  const { cards } = await ruleCards(reader.connection);
  const card = cards.get(rule);
  const read = rows.map(({ shown, ...row }) => ({ ...row, rule, shown: shown.map((text): Shown => JSON.parse(text)) }));
  const codes = codesIn(cards, read);
  for (const { institutionCode } of read) if (institutionCode) codes.institutions.add(institutionCode);
  const names = await namesOf(reader, codes);
  return read.map(({ shown, rule: _, ...row }) => ({
    ...row,
    institution: names.institutions.get(row.institutionCode ?? "") ?? null,
    said: card ? sentenceText(card, shown[0] ?? {}, names) : { zh: "", en: "" },
  }));
}

async function headsOf(reader: Reader, { scope }: Principal, condition: Sql) {
  const rows = await reader.rows<Head>(sql`
    select backtest, rule, rule_hash as "ruleHash", trial_hash as "trialHash", parameters, as_of as "asOf", stale, looked_at as "lookedAt",
      seconds::double as seconds, started_by as "startedBy", ended_at::varchar as "endedAt"
    from rule_backtest where ${condition} order by backtest desc`);
  return rows.map((row) => ({
    ...row,
    parameters: JSON.parse(row.parameters) as Record<string, string>,
    lookedAt: scope.all ? row.lookedAt : null,
  }));
}
