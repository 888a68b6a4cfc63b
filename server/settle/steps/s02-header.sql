-- S2. The lines' sums as the settlement's parts, where there are lines and they add up to its total; else its parts as they were recorded.
select claim.*, place.year_no, place.position,
  case when line.lines > 0 and abs(line.amount - claim.total_cost) <= 0.01 then 'lines' else 'record' end as s1,
  coalesce(line.lines, 0) as lines, coalesce(line.lines_unlisted, 0) as lines_unlisted,
  coalesce(line.restricted_paid, 0)::decimal(16, 2) as restricted_paid,
  line.first_pay_recorded as lines_first_pay,
  line.full_self_pay as lines_full_self_pay_due, line.over_limit as lines_over_limit_due,
  line.first_pay as lines_first_pay_due, line.in_scope as lines_in_scope_due
from numbered_claim as claim
join place_in_year as place using (row_no)
left join line_sum as line on line.claim_id = claim.claim_id
