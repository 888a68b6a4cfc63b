-- S2. Lines added up by settlement, as due and as recorded. restricted_paid: in scope by the record although restricted and not approved.
select claim_id, count(*) as lines, count(*) filter (not listed) as lines_unlisted,
  sum(amount)::decimal(16, 2) as amount,
  coalesce(sum(in_scope) filter (unapproved), 0)::decimal(16, 2) as restricted_paid,
  sum(first_pay)::decimal(16, 2) as first_pay_recorded,
  sum(full_self_pay_due)::decimal(16, 2) as full_self_pay,
  sum(over_limit_due)::decimal(16, 2) as over_limit,
  sum(first_pay_due)::decimal(16, 2) as first_pay,
  sum(in_scope_due)::decimal(16, 2) as in_scope
from split_line
group by claim_id
