-- S12 of the clean year: what was due before each settlement of `placed`, from those settled before it in `done`.
with
past as (
  select this.row_no,
    sum(before.deductible) filter (before.pool = this.pool and (since_statement or this.pool <> 'inpatient')) as pool_paid,
    sum(before.deductible) filter (before.pool = 'inpatient' and this.pool = 'inpatient' and before.encounter = this.encounter) as encounter_paid,
    sum(before.deductible) filter (before.pool = 'inpatient' and this.pool = 'inpatient' and before.chain = this.chain and before.encounter <> this.encounter)
      as chain_paid,
    sum(before.basic) filter (
      before.pool = 'inpatient' and this.cap_inpatient and since_statement or before.pool = 'outpatient' and this.cap_outpatient
      or before.pool = 'chronic' and this.cap_chronic and since_statement
    ) as cap_paid,
    sum(before.basic) filter (
      before.pool = 'chronic' and this.pool = 'chronic' and before.disease_code = this.disease_code
      and (this.limit_period = 'year' or this.limit_period in ('quarter', 'month')
        and date_trunc(case this.limit_period when 'month' then 'month' else 'quarter' end, this.benefit_day) = date_trunc(case this.limit_period when 'month' then 'month' else 'quarter' end, before.benefit_day))
    ) as disease_paid,
    sum(before.serious) filter (not stated) as serious_paid, sum(before.large) filter (not stated) as large_paid, sum(before.civil) filter (not stated) as civil_paid, sum(before.aid) filter (not stated) as aid_paid,
    sum(before.serious_share) filter (not stated) as serious_share, sum(before.large_share) filter (not stated) as large_share, sum(before.civil_share) filter (not stated) as civil_share,
    sum(before.aid_share) filter (not stated) as aid_share
  from current_place as this join done as before on this.year_no = before.year_no,
    lateral (select before.opening_as_of is not distinct from this.opening_as_of as since_statement),
    lateral (select not since_statement and before.care_group in ('inpatient', 'chronic') as stated)
  group by this.row_no
)
select placed.*,
  (coalesce(serious_paid, 0) + coalesce(opening_serious, 0))::decimal(16, 2) as serious_spent,
  (coalesce(large_paid, 0) + coalesce(opening_large, 0))::decimal(16, 2) as large_spent,
  (coalesce(civil_paid, 0) + coalesce(opening_civil, 0))::decimal(16, 2) as civil_spent,
  (coalesce(aid_paid, 0) + coalesce(opening_aid, 0))::decimal(16, 2) as aid_spent,
  (case when merged in ('interim', 'both') then coalesce(encounter_paid, 0) else 0 end
    + case when merged in ('transfer', 'both') then coalesce(chain_paid, 0) else 0 end)::decimal(16, 2) as episode_paid,
  (coalesce(pool_paid, 0) + case when pool = 'inpatient' then coalesce(opening_deductible, 0) else 0 end)::decimal(16, 2) as pool_deductible,
  (coalesce(cap_paid, 0) + case when cap_inpatient or cap_chronic then coalesce(opening_basic, 0) else 0 end)::decimal(16, 2) as cap_spent,
  coalesce(disease_paid, 0)::decimal(16, 2) as disease_spent,
  coalesce(serious_share, 0)::decimal(16, 2) as serious_before,
  coalesce(large_share, 0)::decimal(16, 2) as large_before,
  coalesce(civil_share, 0)::decimal(16, 2) as civil_before,
  coalesce(aid_share, 0)::decimal(16, 2) as aid_before,
  history_known as shares_known
from current_place as placed left join past using (row_no)
