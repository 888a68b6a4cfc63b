-- S3. Extra first-pay of care outside (in-patients): a share of the cost in scope, before the deductible. A recorded header has it in already.
with
told as (
  select *, s1 = 'lines' and hindrance is null as split from header
),
parted as (
  select *,
    case when split then lines_full_self_pay_due else full_self_pay end::decimal(16, 2) as full_self_pay_due,
    case when split then lines_over_limit_due else over_limit end::decimal(16, 2) as over_limit_due,
    case when split then lines_first_pay_due else first_pay end::decimal(16, 2) as line_first_pay_due,
    case when split then lines_in_scope_due else in_scope end::decimal(16, 2) as line_in_scope_due
  from told
),
raised as (
  select parted.* exclude (split), term_of.paid as paid_by_term, term_of.known_cost, term_of.known_admissions, term_of.deductible_mode, term_of.merged, term_of.segment_basis, term_of.cap_basis, term_of.cap_amount,
    term_of.cap_inpatient, term_of.cap_outpatient, term_of.cap_chronic, term_of.limit_period, term_of.limit_amount, term_of.limit_further,
    case when split then round(line_in_scope_due * term_of.first_pay_ratio, 2) else 0 end::decimal(16, 2) as extra_first_pay,
    case when parted.care_group = 'pharmacy' then case when version_of.pharmacy = 'outpatient_fund' then 'outpatient' end else parted.care_group end as pool
  from parted left join policy_term as term_of using (term)
  left join policy_version as version_of on version_of.policy_id = parted.policy_id
)
select *,
  (line_first_pay_due + extra_first_pay)::decimal(16, 2) as first_pay_due,
  (line_in_scope_due - extra_first_pay)::decimal(16, 2) as in_scope_due
from raised
