-- S7. The ceiling of the benefit year and the limit of a chronic disease; the eligible cost above the ceiling (domain note §2.7, §2.8).
with
left_over as (
  select *,
    case when cap_basis = 'FUND' then greatest(least(
      cap_amount - cap_spent, case when history_known then null else remaining_limit end
    ), 0) end::decimal(16, 2) as cap_left,
    case when limit_period = 'session' then disease_limit when limit_period is not null then greatest(disease_limit - disease_spent, 0) end::decimal(16, 2) as limit_left,
    -- Which disease came first is not known either.
    case when limit_period = 'session' and not history_known then least(limit_amount, coalesce(limit_further, limit_amount)) end::decimal(16, 2) as session_least,
    not history_known and paid
      and (cap_basis = 'FUND' and remaining_limit is null or coalesce(limit_period, 'session') <> 'session') as may_be_spent
  from (
    select *,
      case
        when not history_known then greatest(limit_amount, coalesce(limit_further, limit_amount))
        when is_first_disease then limit_amount
        else coalesce(limit_further, limit_amount)
      end::decimal(16, 2) as disease_limit
    from segmented_cost
  )
),
paid_out as (
  select *,
    case when paid is not null then least(calculated_high, cap_left, limit_left) end::decimal(16, 2) as basic_high,
    case when may_be_spent then 0 when paid is not null then least(calculated_low, cap_left, limit_left, session_least) end::decimal(16, 2) as basic_low
  from left_over
),
chosen as (
  select *, greatest(basic_low, least(basic_high, coalesce(basic_fund, basic_high)))::decimal(16, 2) as basic_due from paid_out
),
told as (
  select *,
    -- A ceiling on cost; bands that stand somewhere in the year; a disease's limit that may have cut what the ceiling left.
    not history_known and paid and (cap_basis = 'ELIGIBLE'
      or cap_basis = 'FUND' and (calculated_low <> calculated_high or may_be_spent and limit_left is not null and basic_due < calculated)) as ceiling_unknown
  from chosen
)
-- over_cap: the least that may be above the ceiling where that is not known.
select *,
  case
    when paid is null or not paid or cap_basis is null then 0
    when cap_basis = 'ELIGIBLE' then greatest(in_scope_due - greatest(eligible, deductible_due), 0)
    when calculated_low <> calculated_high then 0
    when may_be_spent and limit_left is null then bands_cut(bands, span_low, (span_low + base)::decimal(16, 2), (calculated - basic_due)::decimal(16, 2))
    else bands_cut(bands, span_low, (span_low + base)::decimal(16, 2), (calculated - least(calculated, cap_left))::decimal(16, 2))
  end::decimal(16, 2) as over_cap
from told
