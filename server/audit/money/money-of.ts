import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { scopedFindings, scopedMoney, wholeFindings } from "../run/scoped-findings.ts";
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
 * Claims out of the principal's scope, also later settlements of the same person, are not in its sums.
 */
export async function moneyOf(
  reader: Reader,
  principal: Principal,
  findings: readonly string[],
): Promise<Map<string, FindingMoney>> {
  if (findings.length === 0) return new Map();
  const seen = sql`(select finding from ${wholeFindings(principal, findings)})`;
  const rows = {
    costs: sql`${scopedMoney(principal, "finding_cost")} as costs semi join ${seen} as seen using (finding)`,
    money: sql`${scopedMoney(principal, "finding_money")} as money semi join ${seen} as seen using (finding)`,
  };
  const totals = await reader.rows<Total>(totalsOf(rows));
  const claims = Map.groupBy(await reader.rows<ClaimRow>(claimsOf(rows)), ({ finding }) => finding);
  const funds = Map.groupBy(await reader.rows<FundRow>(fundsOf(rows)), ({ finding }) => finding);
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
  const costs = scopedMoney(principal, "finding_cost");
  const seen = sql`(select finding from ${scopedFindings(principal)} where state = 'open' and not lead and ${condition})`;
  return reader.one<{ violation: string; suspected: string; loss: string; estimated: string; later: string }>(sql`
    select
      (select ${yuan("sum(cost_share) filter (kind = 'violation')")} from ${costs} as costs semi join ${seen} as seen using (finding)) as violation,
      (select ${yuan("sum(cost_share) filter (kind = 'suspected')")} from ${costs} as costs semi join ${seen} as seen using (finding)) as suspected,
      ${yuan("sum(share) filter (own)")} as loss, ${yuan("sum(share) filter (own and estimated)")} as estimated,
      ${yuan("sum(share) filter (not own)")} as later
    from ${scopedMoney(principal, "finding_money")} as money semi join ${seen} as seen using (finding)`);
}

const yuan = (amount: string) => raw(`coalesce(${amount}, 0)::decimal(18, 2)::varchar`);
const amounts = ({ fund, loss, share }: FundRow) => ({ fund, loss, share });

/** Costs and losses of the findings that are asked for, of claims that the principal may see. */
interface Rows {
  costs: Sql;
  money: Sql;
}

const totalsOf = ({ costs, money }: Rows): Sql => sql`
  select finding, ${yuan("cost")} as cost, ${yuan("cost_share")} as "costShare", ${yuan("loss")} as loss, ${yuan("share")} as share,
    case when how = ['estimated'] then 'all' when list_contains(how, 'estimated') then 'partly' else 'no' end as estimated,
    ${yuan("later_loss")} as "laterLoss", ${yuan("later_share")} as "laterShare", coalesce(later_claims, 0)::integer as "laterClaims"
  from (
    select finding, sum(cost) as cost, sum(cost_share) as cost_share, list_sort(list_distinct(list(method) filter (method <> 'none'))) as how
    from ${costs} group by finding
  )
  left join (
    select finding, sum(alone) filter (own) as loss, sum(share) filter (own) as share, sum(alone) filter (not own) as later_loss,
      sum(share) filter (not own) as later_share, count(distinct claim_id) filter (not own) as later_claims
    from ${money} group by finding
  ) using (finding)
  order by finding`;

const claimsOf = ({ costs, money }: Rows): Sql => sql`
  select finding, kind, claim_id as claim, method, ${yuan("cost")} as cost, ${yuan("cost_share")} as "costShare",
    ${yuan("loss")} as loss, ${yuan("share")} as share, unjudged
  from (from ${costs})
  left join (select finding, claim_id, sum(alone) as loss, sum(share) as share from ${money} where own group by all) using (finding, claim_id)
  order by finding, claim_id`;

const fundsOf = ({ money }: Rows): Sql => sql`
  select finding, own, fund, ${yuan("sum(alone)")} as loss, ${yuan("sum(share)")} as share
  from ${money}
  group by finding, own, fund
  order by finding, own, list_position([${join(fundNames.map((fund) => sql`${fund}`))}], fund)`;
