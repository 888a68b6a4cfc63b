-- Persons of whom a pass that knows of nothing paid before may be wrong: with several stays or chronic treatments in a year, and those
-- for whom the fund would pay more than a ceiling leaves.
create or replace temp table unsettled as
select distinct person_id as person
from (
  select
    person_id, count(*) filter (care_group in ('inpatient', 'chronic')) as main, sum(basic_due) filter (care_group not in ('inpatient', 'chronic')) as paid,
    min(cap_left) filter (care_group not in ('inpatient', 'chronic')) as cap, bool_or(deductible_mode not in ('PER_VISIT', 'ANNUAL', 'QUARTER', 'MONTH', 'PER_HOSP_YEAR')) as tops_up,
    bool_or(cap_outpatient and care_group in ('inpatient', 'chronic')) as shared
  from settled group by person_id, benefit_year
)
where main > 1 or tops_up or shared or paid > cap;
create or replace temp table resettled as from unsettled;
