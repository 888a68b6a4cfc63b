-- What was recorded beside what was due, and the first step at which they part (design §5): a step's difference counts above /*tolerance*/; where none
-- does, those within it are named as roundings.
with
beside as (
  select settled.*,
    full_self_pay - full_self_pay_due as full_self_pay_difference,
    over_limit - over_limit_due as over_limit_difference,
    coalesce(lines_first_pay, first_pay) - line_first_pay_due as line_first_pay_difference,
    first_pay - first_pay_due as first_pay_difference,
    settled.in_scope - in_scope_due as in_scope_difference,
    coalesce(settled.deductible_paid - deductible_due, 0) as deductible_difference,
    settled.basic_fund - basic_due as basic_difference,
    settled.serious_illness_fund - serious_due as serious_difference, settled.large_amount_fund - large_due as large_difference,
    settled.civil_servant_fund - civil_due as civil_difference, settled.medical_aid_fund - aid_due as aid_difference,
    settled.fund_total - fund_due as fund_difference,
    broken_identity(settled.total_cost, settled.full_self_pay, settled.over_limit, settled.first_pay, settled.in_scope, settled.deductible_paid, settled.fund_total,
      settled.basic_fund + settled.serious_illness_fund + settled.large_amount_fund + settled.civil_servant_fund + settled.medical_aid_fund + other_funds,
      settled.personal_share, settled.hospital_share) as broken
  from on_record as settled
),
measured as (
  select *,
    case when s1 = 'lines' then greatest(abs(full_self_pay_difference), abs(over_limit_difference), abs(line_first_pay_difference)) else 0 end as line_apart,
    case when s1 = 'lines' then abs(first_pay_difference) else 0 end as extra_apart,
    greatest(abs(serious_difference), abs(large_difference), abs(civil_difference), abs(aid_difference)) as layer_apart,
    calculated > cap_left or over_cap > 0 or basic_difference < 0 and settled_at_limit(basic_fund, remaining_limit) as at_ceiling
  from beside
),
named as (
  select *,
    coalesce(
      difference_class(0.05, line_apart, extra_apart, abs(deductible_difference), abs(basic_difference), layer_apart, restricted_paid, at_ceiling),
      difference_class(0, line_apart, extra_apart, abs(deductible_difference), abs(basic_difference), layer_apart, restricted_paid, at_ceiling)
    ) as first_difference,
    greatest(line_apart, extra_apart, abs(deductible_difference), abs(basic_difference), layer_apart, abs(fund_difference)) as apart
  from measured
)
select *,
  case when broken is not null then 'RS-ID' when cannot in ('policy', 'policy_gap') then 'RS-POL' when cannot is null then first_difference end as difference_class,
  case
    when cannot is not null or broken is not null then 'no'
    when deductible_low = deductible_high and basic_low = basic_high and serious_low = serious_high and large_low = large_high
      and civil_low = civil_high and aid_low = aid_high then 'exact'
    else 'interval'
  end as judged
from named
