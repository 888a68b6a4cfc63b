-- S5 and S6. What the segments pay for the eligible cost above the deductible (domain note §2.6), a ceiling on eligible cost clipping its upper end.
with
reached as (
  select *,
    case when cap_basis = 'ELIGIBLE' then greatest(least(in_scope_due, cap_amount - cap_in_scope), 0) else in_scope_due end::decimal(16, 2) as eligible
  from deducted
),
spanned as (
  select *,
    case segment_basis when 'ANNUAL' then greatest(pool_in_scope - pool_deductible, 0) else deductible_due end::decimal(16, 2) as span_low,
    greatest(eligible - deductible_due, 0)::decimal(16, 2) as base
  from reached
),
segmented as (
  select *,
    case when paid then bands_pay(bands, span_low, (span_low + base)::decimal(16, 2)) when not paid then 0 end::decimal(16, 2) as calculated
  from spanned
)
select *,
  case
    when history_known or not paid then calculated
    when cap_basis = 'ELIGIBLE' then 0
    when segment_basis = 'ANNUAL' then least(calculated, greatest(round(base * lowest_ratio(bands, span_low), 2) - rounded_apart, 0))
    else calculated
  end::decimal(16, 2) as calculated_low,
  case
    when history_known or not paid then calculated
    when segment_basis = 'ANNUAL' then greatest(calculated, least(round(base * highest_ratio(bands, span_low), 2) + rounded_apart, base))
    else calculated
  end::decimal(16, 2) as calculated_high
from segmented, lateral (select greatest(len(bands) - 1, 0) * 0.01::decimal(4, 2) as rounded_apart) -- each band is rounded
