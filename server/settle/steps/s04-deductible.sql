-- S4. The deductible by the mode of the policy (domain note §2.4). low and high are the same where the history is known; where it is not, they are what any
-- further history would leave, and the recorded amount is taken as far as it lies between.
with
standard_of as (
  select remembered.*, bands,
    standards[least(admission_no, len(standards))] as standard,
    case when history_known or care_group <> 'inpatient' then standards[least(admission_no, len(standards)):least(admission_no, len(standards))]
      when merged_transfers then standards
      else standards[least(admission_no, len(standards)):] end as possible
  -- A stay that is not here may part those that look like a transfer, or be the first of one.
  from (select *, coalesce(merged in ('transfer', 'both'), false) as merged_transfers from remembered) as remembered
  left join used_term using (term)
),
charged_by as (
  select *,
    (case when not paid then 0 when paid then case deductible_mode
      when 'PER_VISIT' then least(in_scope_due, greatest(standard - episode_paid, 0))
      when 'ANNUAL' then least(pool_in_scope + in_scope_due, standard) - least(pool_in_scope, standard)
      when 'QUARTER' then least(period_in_scope + in_scope_due, standard) - least(period_in_scope, standard)
      when 'MONTH' then least(period_in_scope + in_scope_due, standard) - least(period_in_scope, standard)
      when 'PER_HOSP_YEAR' then case when institution_seen then 0 else least(in_scope_due, standard) end
      when 'ANNUAL_TOPUP' then least(in_scope_due, greatest(standard - pool_deductible, 0))
    end end)::decimal(16, 2) as deductible
  from standard_of
),
bounded as (
  select * exclude (possible),
    case
      when history_known or not paid or deductible is null then deductible
      when deductible_mode = 'PER_VISIT' and not merged_transfers and known_admissions is null then least(in_scope_due, greatest(list_min(possible) - episode_paid, 0))
      else 0
    end::decimal(16, 2) as deductible_low,
    case
      when history_known or not paid or deductible is null then deductible
      when deductible_mode = 'PER_VISIT' and known_admissions is not null then in_scope_due
      when deductible_mode = 'PER_VISIT' then least(in_scope_due, greatest(list_max(possible) - case when merged_transfers then 0 else episode_paid end, 0))
      else deductible
    end::decimal(16, 2) as deductible_high
  from charged_by
)
select * exclude (deductible, standard, merged_transfers), case when paid then standard end as deductible_standard_due,
  greatest(deductible_low, least(deductible_high, coalesce(deductible_paid, deductible_high)))::decimal(16, 2) as deductible_due
from bounded
