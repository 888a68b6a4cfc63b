-- Meets the cell's fund to the fen: what is still missing is shared by the size of the pooled fund, the last fen one by one in hash order.
-- The base is solved backwards from the new fund, so that fund = half-up(base × ratio) still holds; what is out of scope gives or takes.
create table adjusted as
with
found as (
  select
    amount.*,
    cell.fund - sum(amount.fund) over (partition by cell) as missing,
    calculated < ceiling and base > 1000 and out_of_scope > amount.total // 100 as movable
  from amount join cell using (cell)
),
shared as (
  select
    *,
    case when movable then missing * basic_fund // nullif(sum(basic_fund) filter (movable) over (partition by cell), 0) else 0 end::bigint as share
  from found
),
ranked as (
  select
    *,
    missing - sum(share) over (partition by cell) as last_fen,
    row_number() over (partition by cell, movable order by hash(i, 'fund'), i) as place
  from shared
),
moved as (
  select
    *,
    share + case when movable and place <= abs(last_fen) then sign(last_fen) else 0 end::bigint as step
  from ranked
),
solved as (
  select
    *,
    case when step = 0 then base else ((basic_fund + step) * 10000 - 5000 + ratio - 1) // ratio end::bigint as new_base
  from moved
)
select
  i, cell, total, ratio, deductible_standard, deductible_due, deductible_paid,
  new_base + deductible_paid as in_scope,
  total - new_base - deductible_paid as out_of_scope,
  basic_fund + step as basic_fund,
  large_amount_fund, serious_illness_fund, civil_servant_fund, medical_aid_fund,
  fund + step as fund
from solved;
