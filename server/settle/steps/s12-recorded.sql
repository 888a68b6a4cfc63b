-- S12 on the record: what was paid before each settlement of its benefit year, as it was recorded.
with
summed as (
  select row_no,
    sum(deductible_paid) filter (pool = 'inpatient') over earlier as inpatient_deductible,
    sum(deductible_paid) filter (pool = 'outpatient') over earlier as outpatient_deductible,
    sum(deductible_paid) filter (pool = 'chronic') over earlier as chronic_deductible,
    sum(basic_fund) filter (pool = 'inpatient') over earlier as inpatient_basic,
    sum(basic_fund) filter (pool = 'outpatient') over earlier as outpatient_basic,
    sum(basic_fund) filter (pool = 'chronic') over earlier as chronic_basic,
    sum(serious_illness_fund) over earlier as serious_paid, sum(large_amount_fund) over earlier as large_paid,
    sum(civil_servant_fund) over earlier as civil_paid, sum(medical_aid_fund) over earlier as aid_paid
  from placed
  window earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding)
),
stated as (
  select start.year_no, start.opening_as_of,
    sum(deductible_paid) filter (pool = 'inpatient') as inpatient_deductible_stated,
    sum(basic_fund) filter (pool = 'inpatient') as inpatient_basic_stated, sum(basic_fund) filter (pool = 'chronic') as chronic_basic_stated,
    sum(serious_illness_fund) as serious_stated, sum(large_amount_fund) as large_stated, sum(civil_servant_fund) as civil_stated, sum(medical_aid_fund) as aid_stated
  from statement_start as start
  join placed as before on before.year_no = start.year_no and before.position < start.position and before.care_group in ('inpatient', 'chronic')
  group by start.year_no, start.opening_as_of
),
episode as (
  select this.row_no, sum(before.deductible_paid) filter (before.encounter = this.encounter) as encounter_paid,
    sum(before.deductible_paid) filter (before.encounter <> this.encounter) as chain_paid
  from placed as this join placed as before on this.year_no = before.year_no and this.chain = before.chain and before.position < this.position
  where this.deductible_mode = 'PER_VISIT' and coalesce(this.merged, 'none') <> 'none' and this.pool = 'inpatient' and before.pool = 'inpatient'
  group by this.row_no
),
of_disease as (
  select this.row_no, sum(before.basic_fund) as disease_spent
  from placed as this join placed as before on this.year_no = before.year_no and before.pool = 'chronic' and this.disease_code = before.disease_code
    and before.position < this.position
  where this.pool = 'chronic' and this.limit_period in ('year', 'quarter', 'month')
    and (this.limit_period = 'year' or date_trunc(case this.limit_period when 'month' then 'month' else 'quarter' end, this.benefit_day) = date_trunc(case this.limit_period when 'month' then 'month' else 'quarter' end, before.benefit_day))
  group by this.row_no
)
select placed.*,
  (coalesce(serious_paid, 0) - coalesce(serious_stated, 0) + coalesce(opening_serious, 0))::decimal(16, 2) as serious_spent,
  (coalesce(large_paid, 0) - coalesce(large_stated, 0) + coalesce(opening_large, 0))::decimal(16, 2) as large_spent,
  (coalesce(civil_paid, 0) - coalesce(civil_stated, 0) + coalesce(opening_civil, 0))::decimal(16, 2) as civil_spent,
  (coalesce(aid_paid, 0) - coalesce(aid_stated, 0) + coalesce(opening_aid, 0))::decimal(16, 2) as aid_spent,
  (case when merged in ('interim', 'both') then coalesce(encounter_paid, 0) else 0 end
    + case when merged in ('transfer', 'both') then coalesce(chain_paid, 0) else 0 end)::decimal(16, 2) as episode_paid,
  (coalesce(case pool when 'inpatient' then inpatient_deductible - coalesce(inpatient_deductible_stated, 0) when 'outpatient' then outpatient_deductible
      when 'chronic' then chronic_deductible end, 0)
    + case when pool = 'inpatient' then coalesce(opening_deductible, 0) else 0 end)::decimal(16, 2) as pool_deductible,
  (case when cap_inpatient then coalesce(inpatient_basic, 0) - coalesce(inpatient_basic_stated, 0) else 0 end
    + case when cap_outpatient then coalesce(outpatient_basic, 0) else 0 end
    + case when cap_chronic then coalesce(chronic_basic, 0) - coalesce(chronic_basic_stated, 0) else 0 end
    + case when cap_inpatient or cap_chronic then coalesce(opening_basic, 0) else 0 end)::decimal(16, 2) as cap_spent,
  coalesce(disease_spent, 0)::decimal(16, 2) as disease_spent
from placed join summed using (row_no)
left join stated on stated.year_no = placed.year_no and stated.opening_as_of = placed.opening_as_of
left join episode using (row_no) left join of_disease using (row_no)
