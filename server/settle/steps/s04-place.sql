-- S4, where a settlement stands in its benefit year by all that does not hang on money paid: admission number, transfer chain, cost in scope before it in
-- its pool and period, whether its institution was seen before. /*in_scope*/: the recorded or the due amount of the settlements before it; /*charged*/: the rows, years whole.
with
summed as (
  select row_no,
    sum(/*in_scope*/) filter (pool = 'inpatient') over earlier as inpatient_in_scope,
    sum(/*in_scope*/) filter (pool = 'outpatient') over earlier as outpatient_in_scope,
    sum(/*in_scope*/) filter (pool = 'chronic') over earlier as chronic_in_scope,
    arg_min(disease_code, position) filter (pool = 'chronic') over earlier as first_disease
  from /*charged*/
  window earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding)
),
stated as (
  select start.year_no, start.opening_as_of,
    sum(/*in_scope*/) filter (pool = 'inpatient') as inpatient_stated, sum(/*in_scope*/) filter (pool = 'chronic') as chronic_stated
  from statement_start as start join /*charged*/ as before on before.year_no = start.year_no and before.position < start.position
  group by start.year_no, start.opening_as_of
),
in_period as (
  select this.row_no, sum(before./*in_scope*/) as period_in_scope
  from /*charged*/ as this join /*charged*/ as before on this.year_no = before.year_no and this.pool = before.pool and before.position < this.position
  where this.deductible_mode in ('QUARTER', 'MONTH')
    and case this.deductible_mode when 'MONTH' then date_trunc('month', this.benefit_day) = date_trunc('month', before.benefit_day)
      else date_trunc('quarter', this.benefit_day) = date_trunc('quarter', before.benefit_day) end
  group by this.row_no
),
seen as (
  select distinct this.row_no
  from /*charged*/ as this join /*charged*/ as before on this.year_no = before.year_no and this.pool = before.pool
    and this.institution_code = before.institution_code and before.position < this.position
  where this.deductible_mode = 'PER_HOSP_YEAR'
)
select charged.*,
  coalesce(admission.chain, 0) as chain,
  coalesce(case when deductible_mode = 'PER_VISIT' and merged in ('transfer', 'both') then chain_no else stay_no end, 1)::integer as admission_no,
  (coalesce(case pool when 'inpatient' then inpatient_in_scope - coalesce(inpatient_stated, 0) when 'outpatient' then outpatient_in_scope when 'chronic' then chronic_in_scope end, 0)
    + case when pool = 'inpatient' then coalesce(opening_in_scope, 0) else 0 end)::decimal(16, 2) as pool_in_scope,
  coalesce(period_in_scope, 0)::decimal(16, 2) as period_in_scope,
  (case when cap_inpatient then coalesce(inpatient_in_scope, 0) - coalesce(inpatient_stated, 0) else 0 end + case when cap_outpatient then coalesce(outpatient_in_scope, 0) else 0 end
    + case when cap_chronic then coalesce(chronic_in_scope, 0) - coalesce(chronic_stated, 0) else 0 end
    + case when cap_inpatient or cap_chronic then coalesce(opening_in_scope, 0) else 0 end)::decimal(16, 2) as cap_in_scope,
  seen.row_no is not null as institution_seen,
  coalesce(first_disease = disease_code, true) as is_first_disease,
  -- What the policy says no more of is judged by nothing.
  paid_within(paid_by_term, known_cost, known_admissions, in_scope_due, admission_no) as paid,
  case when hindrance is null and paid_by_term and paid is null then 'policy_gap' else hindrance end as cannot
from /*charged*/ as charged
join summed using (row_no)
left join stated on stated.year_no = charged.year_no and stated.opening_as_of = charged.opening_as_of
left join admission on admission.year_no = charged.year_no and admission.encounter = charged.encounter
left join in_period using (row_no)
left join seen using (row_no)
