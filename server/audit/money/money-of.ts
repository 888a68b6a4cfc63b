import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { scopedFindings } from "../run/scoped-findings.ts";
import type { FindingMoney } from "./finding-money.ts";
import { fundNames } from "./funds.ts";

type FundRow = FindingMoney["byFund"][number] & { finding: string; own: boolean };
type ClaimRow = FindingMoney["claims"][number] & Pick<FindingMoney, "finding" | "kind"> & { unjudged: number };
type Total = Pick<FindingMoney, "finding" | "cost" | "costShare" | "loss" | "share" | "estimated"> & {
  laterLoss: string;
  laterShare: string;
  laterClaims: number;
};

/**
 * What findings cost the funds, by finding, of those a principal may see. A finding that is not in the answer has no money: its rule implicates nothing, or it is closed.
 * Later settlements of the person are told as sums only, since they may be of provinces that the principal does not see.
 */
export async function moneyOf(
  reader: Reader,
  principal: Principal,
  findings: readonly string[],
): Promise<Map<string, FindingMoney>> {
  if (findings.length === 0) return new Map();
  const seen = sql`(select finding from ${scopedFindings(principal)} where finding in (${join(findings)}))`;
  const totals = await reader.rows<Total>(totalsOf(seen));
  const claims = Map.groupBy(await reader.rows<ClaimRow>(claimsOf(seen)), ({ finding }) => finding);
  const funds = Map.groupBy(await reader.rows<FundRow>(fundsOf(seen)), ({ finding }) => finding);
  return new Map(
    totals.map(({ laterLoss, laterShare, laterClaims, ...total }) => {
      const own = claims.get(total.finding) ?? [];
      const byFund = funds.get(total.finding) ?? [];
      const later = {
        claims: laterClaims,
        unjudged: Math.max(0, ...own.map(({ unjudged }) => unjudged)),
        loss: laterLoss,
        share: laterShare,
        byFund: byFund.filter((each) => !each.own).map(amounts),
      };
      const money = {
        ...total,
        kind: own[0]!.kind,
        byFund: byFund.filter((each) => each.own).map(amounts),
        claims: own.map(({ claim, method, cost, costShare, loss, share }) => ({
          ...{ claim, method, cost, costShare },
          ...{ loss, share },
        })),
        later,
      };
      return [total.finding, money];
    }),
  );
}

/**
 * What all findings of a principal that meet a condition cost together, open suspicions only: costs of violations and suspected ones apart, and the joint loss of their
 * claims and of later ones. Every line and every fen of loss counts once, as far as the others that share in it are among them.
 */
export async function moneyInAll(reader: Reader, principal: Principal, condition: Sql) {
  const seen = sql`(select finding from ${scopedFindings(principal)} where state = 'open' and not lead and ${condition})`;
  return reader.one<{ violation: string; suspected: string; loss: string; estimated: string; later: string }>(sql`
    select
      (select ${yuan("sum(cost_share) filter (kind = 'violation')")} from finding_cost semi join ${seen} as seen using (finding)) as violation,
      (select ${yuan("sum(cost_share) filter (kind = 'suspected')")} from finding_cost semi join ${seen} as seen using (finding)) as suspected,
      ${yuan("sum(share) filter (own)")} as loss, ${yuan("sum(share) filter (own and estimated)")} as estimated,
      ${yuan("sum(share) filter (not own)")} as later
    from finding_money semi join ${seen} as seen using (finding)`);
}

const yuan = (amount: string) => raw(`coalesce(${amount}, 0)::decimal(18, 2)::varchar`);
const amounts = ({ fund, loss, share }: FundRow) => ({ fund, loss, share });

const totalsOf = (seen: Sql): Sql => sql`
  select finding, ${yuan("cost")} as cost, ${yuan("cost_share")} as "costShare", ${yuan("loss")} as loss, ${yuan("share")} as share,
    case when how = ['estimated'] then 'all' when list_contains(how, 'estimated') then 'partly' else 'no' end as estimated,
    ${yuan("later_loss")} as "laterLoss", ${yuan("later_share")} as "laterShare", coalesce(later_claims, 0)::integer as "laterClaims"
  from (
    select finding, sum(cost) as cost, sum(cost_share) as cost_share, list_sort(list_distinct(list(method) filter (method <> 'none'))) as how
    from finding_cost semi join ${seen} as seen using (finding) group by finding
  )
  left join (
    select finding, sum(alone) filter (own) as loss, sum(share) filter (own) as share, sum(alone) filter (not own) as later_loss,
      sum(share) filter (not own) as later_share, count(distinct claim_id) filter (not own) as later_claims
    from finding_money semi join ${seen} as seen using (finding) group by finding
  ) using (finding)
  order by finding`;

const claimsOf = (seen: Sql): Sql => sql`
  select finding, kind, claim_id as claim, method, ${yuan("cost")} as cost, ${yuan("cost_share")} as "costShare",
    ${yuan("loss")} as loss, ${yuan("share")} as share, unjudged
  from (from finding_cost semi join ${seen} as seen using (finding))
  left join (select finding, claim_id, sum(alone) as loss, sum(share) as share from finding_money where own group by all) using (finding, claim_id)
  order by finding, claim_id`;

const fundsOf = (seen: Sql): Sql => sql`
  select finding, own, fund, ${yuan("sum(alone)")} as loss, ${yuan("sum(share)")} as share
  from finding_money semi join ${seen} as seen using (finding)
  group by finding, own, fund
  order by finding, own, list_position([${join(fundNames.map((fund) => sql`${fund}`))}], fund)`;
