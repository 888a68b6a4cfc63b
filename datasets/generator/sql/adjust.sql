-- Meets the cell's fund to the fen. What is still missing is shared by size among the plain claims (found.sql), the rest evenly over a few thousand of
-- them. In scope is solved backwards from the new fund, so that the policy's own rounding gives it; what is out of scope gives or takes. Money in fen.
create table paid as
with
told as (
  select *, plain and mistake is null as movable from found
),
missed as (
  select cell, cell.fund - sum(told.fund)::bigint as missing, sum(basic_fund) filter (movable)::bigint as basic, count(*) as claims, min(i) as first_i
  from told join cell using (cell) group by cell, cell.fund
),
shared as (
  select
    told.*, missing,
    coalesce(case when movable then missing * basic_fund // basic end, 0)::bigint as share,
    movable and (i - first_i) % greatest(claims // 4096, 1) = 0 as takes_rest
  from told join missed using (cell)
),
rested as (
  select cell, any_value(missing) - sum(share)::bigint as rest, count(*) filter (takes_rest) as takers from shared group by cell
),
taker as (
  select claim, row_number() over (partition by cell order by claim) as place from shared where takes_rest
),
moved as (
  select
    shared.*,
    share + case when takes_rest then rest // takers + case when place <= abs(rest - rest // takers * takers) then sign(rest - rest // takers * takers) else 0 end
      else 0 end::bigint as step
  from shared join rested using (cell) left join taker using (claim)
),
-- Never more than nearly all of the cost: a figure that cannot be reached is missed instead.
bounded as (
  select
    * replace (case when step = 0 then 0 else greatest(-basic_fund,
      least(step, by_ratio(total * 99 // 100 * (10000 - extra_ratio) // 10000 - deductible_paid, ratio) - basic_fund, coalesce(remaining_limit, 1000000000000) - basic_fund - 1)) end::bigint as step)
  from moved
),
solved as (
  select
    * replace (
      case when step = 0 then in_scope else deductible_paid + ((basic_fund + step) * 100000000 - 50000000 + ratio - 1) // ratio end::bigint as in_scope,
      basic_fund + step as basic_fund, fund + step as fund
    )
  from bounded
)
select
  claim, in_scope,
  -- The extra first-pay stands on what was in scope before it: the amount that leaves so much.
  before_extra(in_scope, extra_ratio) - in_scope as extra_first_pay,
  deductible_standard, deductible_paid,
  -- Where all of a claim lies under the deductible, more of it was due than could be taken.
  case when deductible_paid = in_scope and in_scope < deductible_standard and care_kind = 'inpatient' then deductible_standard else deductible_paid end as deductible_due,
  calculated, basic_fund, serious_illness_fund, large_amount_fund, civil_servant_fund, medical_aid_fund, fund, remaining_limit, ratio, misstated
from solved;
