-- Meets the cell's fund to the fen. What is still missing is shared among the plain claims (found.sql) by how far each can move, the last fen one each.
-- In scope is solved backwards from the new fund, so that the policy's own rounding gives it; what is out of scope gives or takes. Money in fen.
create table paid as
with
missed as (
  select cell, cell.fund - sum(found.fund)::bigint as missing from found join cell using (cell) group by cell, cell.fund
),
-- Up to nearly all of the cost in scope, or down to nothing: a figure beyond that is missed instead.
roomed as (
  select
    found.*, missing,
    case
      when (plain and mistake is null) is not true then 0
      when missing < 0 then basic_fund
      else greatest(least(
        by_ratio(total * 99 // 100 * (10000 - extra_ratio) // 10000 - deductible_paid, ratio),
        coalesce(remaining_limit, 1000000000000) - 1,
        -- A fund higher by one leaves the person (1 - ratio) / ratio more.
        basic_fund + (layer_room * 9 // 10)::hugeint * ratio // greatest(100000000 - ratio, 1)
      ) - basic_fund, 0)
    end::bigint as room
  from found join missed using (cell)
),
summed as (
  select cell, greatest(sum(room), 1)::hugeint as rooms from roomed group by cell
),
shared as (
  select claim, cell, room, missing, (room::hugeint * least(abs(missing), rooms) // rooms)::bigint as share from roomed join summed using (cell) where room > 0
),
rested as (
  select cell, abs(any_value(missing)) - sum(share)::bigint as rest from shared group by cell
),
stepped as (
  select claim, sign(missing)::bigint * (share + case when row_number() over (partition by cell order by room = share, claim) <= rest and room > share then 1 else 0 end) as step
  from shared join rested using (cell)
),
moved as (
  select roomed.* exclude (room, missing), coalesce(step, 0) as step from roomed left join stepped using (claim)
),
solved as (
  select
    * replace (
      case when step = 0 then in_scope else deductible_paid + ((basic_fund + step) * 100000000 - 50000000 + ratio - 1) // ratio end::bigint as in_scope,
      basic_fund + step as basic_fund, fund + step as fund
    )
  from moved
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
