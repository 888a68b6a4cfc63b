select ''::varchar as claim_id, 0::bigint as lines, 0::bigint as lines_unlisted, 0::decimal(16,2) as amount, 0::decimal(16,2) as restricted_paid, 0::decimal(16,2) as first_pay_recorded,
  0::decimal(16,2) as full_self_pay, 0::decimal(16,2) as over_limit, 0::decimal(16,2) as first_pay, 0::decimal(16,2) as in_scope where false
