-- Meets the cell's fund to the fen: what is still missing is shared by the size of the pooled fund, the rest evenly over a few thousand rows.
-- The base is solved backwards from the new fund, so that fund = half-up(base × ratio) still holds; what is out of scope gives or takes.
create table adjusted as
with
found as (
  select
    amount.*,
    calculated < amount.ceiling * 98 // 100 and near_ceiling.i is null and base > 1000 and out_of_scope > amount.total // 100 as movable
  from amount left join near_ceiling using (i)
),
missed as (
  select cell, cell.fund - sum(found.fund)::bigint as missing, sum(basic_fund) filter (movable)::bigint as basic, count(*) as counted, min(i) as first_i
  from found join cell using (cell) group by cell, cell.fund
),
shared as (
  select
    found.*, missing,
    coalesce(case when movable then missing * basic_fund // basic end, 0)::bigint as share,
    movable and (i - first_i) % greatest(counted // 4096, 1) = 0 as takes_rest
  from found join missed using (cell)
),
rested as (
  select cell, any_value(missing) - sum(share)::bigint as rest, count(*) filter (takes_rest) as takers from shared group by cell
),
taker as (
  select i, row_number() over (partition by cell order by i) as place from shared where takes_rest
),
moved as (
  select
    shared.*,
    share + case when takes_rest then rest // takers + case when place <= abs(rest - rest // takers * takers) then sign(rest - rest // takers * takers) else 0 end
      else 0 end::bigint as step
  from shared join rested using (cell) left join taker using (i)
),
-- Never more than nearly all of the cost: a figure that cannot be reached is missed instead.
bounded as (
  select * replace (least(step, greatest(half_up(total * 99 // 100 - deductible_paid, ratio) - basic_fund, 0))::bigint as step) from moved
),
solved as (
  select *, case when step = 0 then base else ((basic_fund + step) * 10000 - 5000 + ratio - 1) // ratio end::bigint as new_base from bounded
)
select
  i, cell, total, ratio, deductible_standard, deductible_due, deductible_paid,
  new_base + deductible_paid as in_scope,
  total - new_base - deductible_paid as out_of_scope,
  basic_fund + step as basic_fund,
  large_amount_fund, serious_illness_fund, civil_servant_fund, medical_aid_fund,
  fund + step as fund
from solved;
