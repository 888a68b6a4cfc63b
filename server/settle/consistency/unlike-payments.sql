-- Payments that are not the usual ones. One below is said only where no ceiling can have cut it: the year is declared complete, and somebody of the same kind of person
-- and care was paid as usual although the cost and payments of that year, quarter and month, of the disease, or at once had come to as much; or the record
-- says itself that more was left.
with
measured as (
  select *, care_group in ('inpatient', 'chronic') as stated_care,
    case when care_group in ('inpatient', 'chronic') then inpatient_in_scope + chronic_in_scope else outpatient_in_scope end + in_scope as year_cost,
    case when care_group in ('inpatient', 'chronic') then inpatient_fund + chronic_fund else outpatient_fund end + (usual_fund * 100)::bigint as year_fund,
    quarter_in_scope + in_scope as quarter_cost, month_in_scope + in_scope as month_cost, disease_fund + (usual_fund * 100)::bigint as of_disease
  from payment
),
reached as (
  select area, scheme, person_group, benefit_year, stated_care, max(year_cost) as year_cost, max(year_fund) as year_fund
  from measured where matches group by all
),
reached_of_kind as (
  select area, scheme, person_group, benefit_year, care_group, disease, max(quarter_cost) as quarter_cost, max(month_cost) as month_cost, max(of_disease) as of_disease,
    max(usual_fund) as at_once
  from measured where matches group by all
)
select claim_id, area, scheme, care_group, disease, person_group, tier, filing, benefit_year, null::integer as admission, what,
  (fund / base)::decimal(16, 4) as recorded, usual, rows, (matched / rows)::decimal(5, 4) as share, (fund - usual_fund)::decimal(16, 2) as amount
from measured as this
left join reached as far using (area, scheme, person_group, benefit_year, stated_care)
left join reached_of_kind as kind using (area, scheme, person_group, benefit_year, care_group, disease)
where not matches and (
  fund > usual_fund
  or this.remaining_limit > (usual_fund * 100)::bigint
  or whole and this.remaining_limit is distinct from basic_fund and this.year_cost <= far.year_cost and this.year_fund <= far.year_fund
    and this.quarter_cost <= kind.quarter_cost and this.month_cost <= kind.month_cost and this.of_disease <= kind.of_disease and usual_fund <= at_once
)
