import type { Principal } from "../../store/principal.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { judged } from "../quality/judged.ts";
import { wilsonLow } from "../quality/wilson.ts";
import { scopedMoney, scopedPlaces } from "../run/scoped-findings.ts";

/** What counts as confirmed of a rule on which nobody has said anything: about as much as after one verdict that confirmed it (0.2065). */
export const PRIOR_SHARE = "0.2";

/**
 * Yuan that the funds lose by `found`, its part of the joint loss, as far as the principal sees its claims; null where its rule implicates nothing.
 * @param only ids of the findings that are asked for, where it is few
 */
export const lossOf = (principal: Principal, only?: readonly string[]): Sql =>
  sql`(select sum(share) from ${scopedMoney(principal, "finding_money")} as money where money.own and money.finding = found.finding
    and ${only === undefined || only.length === 0 ? raw("true") : sql`money.finding in (${join([...only])})`})`;

/**
 * The risk of `found` in yuan: its loss × the share of its rule's verdicts that confirmed, at the lower end of the 95 % Wilson interval, so that a rule
 * proves itself by being judged. Verdicts are those on findings that the principal may see: another province's tell him nothing. Null where it has no loss.
 */
export const riskOf = (principal: Principal, only?: readonly string[]): Sql =>
  sql`(${lossOf(principal, only)} * coalesce(
    (select share from ${confirmedShares(principal)} as shares where shares.rule = found.rule), ${raw(PRIOR_SHARE)}::decimal(5, 4)))::decimal(18, 2)`;

const confirmedShares = (principal: Principal): Sql => sql`(
  select rule, cast(${wilsonLow("hits", "n")} as decimal(5, 4)) as share
  from (
    select rule, count(*) filter (label = 'confirmed') as hits, count(*) filter (label in ('confirmed', 'dismissed')) as n
    from (${judged}) where ${seenOnly(principal)} group by rule
  )
)`;

const seenOnly = (principal: Principal): Sql =>
  principal.scope.all ? raw("true") : sql`finding in (select finding from ${scopedPlaces(principal)} as place)`;
