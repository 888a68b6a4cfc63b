import type { Principal } from "../../store/principal.ts";
import { join, raw, type Sql, sql } from "../../store/sql.ts";
import { judged } from "../quality/judged.ts";
import { wilson, wilsonLow } from "../quality/wilson.ts";
import { scopedMoney, scopedPlaces } from "../run/scoped-findings.ts";

/** Every rule is given one confirmed verdict in advance: nobody has judged it, and it counts 0.2065; three dismissals leave 0.0456, not nothing. */
const GIVEN_AHEAD = 1;
const PRIOR_SHARE = wilson(GIVEN_AHEAD, GIVEN_AHEAD)!.low.toFixed(4);

/**
 * Yuan that the funds lose by `found`, its part of the joint loss, as far as the principal sees its claims; null where its rule implicates nothing.
 * @param only ids of the findings that are asked for, where it is few
 */
export const lossOf = (principal: Principal, only?: readonly string[]): Sql =>
  sql`(select sum(share) from ${scopedMoney(principal, "finding_money")} as money where money.own and money.finding = found.finding
    and ${only === undefined || only.length === 0 ? raw("true") : sql`money.finding in (${join([...only])})`})`;

/**
 * The risk of `found` in yuan: its loss × the share of its rule's verdicts that confirmed, one more confirmed one counted ahead, at the lower end of the 95 % Wilson
 * interval: a rule proves itself by being judged. Verdicts are those on findings that the principal may see: another province's tell him nothing. Null where it has no loss.
 */
export const riskOf = (principal: Principal, only?: readonly string[]): Sql =>
  sql`(${lossOf(principal, only)} * coalesce(
    (select share from ${confirmedShares(principal)} as shares where shares.rule = found.rule), ${raw(PRIOR_SHARE)}::decimal(5, 4)))::decimal(18, 2)`;

const confirmedShares = (principal: Principal): Sql => sql`(
  select rule, cast(${wilsonLow("hits", "n")} as decimal(5, 4)) as share
  from (
    select rule, count(*) filter (label = 'confirmed') + ${raw(String(GIVEN_AHEAD))} as hits, count(*) filter (label in ('confirmed', 'dismissed')) + ${raw(String(GIVEN_AHEAD))} as n
    from (${judged}) where ${seenOnly(principal)} group by rule
  )
)`;

const seenOnly = (principal: Principal): Sql =>
  principal.scope.all ? raw("true") : sql`finding in (select finding from ${scopedPlaces(principal)} as place)`;
