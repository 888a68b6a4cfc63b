-- Settlements as they are kept: what is out of scope by kind as the lines have it, and what the ceiling of the year left before each.
create or replace table closed as
with
summed as (
  select serial, sum(full_self_pay)::bigint as full_self_pay, sum(over_limit)::bigint as over_limit, sum(first_pay)::bigint as first_pay
  from line group by serial
),
paid as (
  select
    serial, settled_at, basic_fund * (kind not like '%flagged')::integer as basic_fund, encounter.person, year(settled_at)::varchar as benefit_year,
    care_kind in ('inpatient', 'chronic') as in_stay_pool, benefit.ceiling * 100 as ceiling
  from settlement
  join encounter using (i)
  join person using (person)
  join (select distinct scheme, person_group, care, ceiling from benefit) as benefit
    on benefit.care = care_kind and benefit.scheme = person.scheme and benefit.person_group = person.person_group
),
remaining as (
  select
    serial,
    ceiling - coalesce(opening.basic_fund, 0) * in_stay_pool::integer - coalesce(sum(paid.basic_fund) over (
      partition by paid.person, paid.benefit_year, in_stay_pool order by settled_at, serial rows between unbounded preceding and 1 preceding
    ), 0) as remaining_limit
  from paid left join opening on opening.person = paid.person and opening.benefit_year = paid.benefit_year
)
select
  settlement.* replace (
    coalesce(summed.full_self_pay, settlement.full_self_pay) as full_self_pay,
    coalesce(summed.over_limit, settlement.over_limit) as over_limit,
    coalesce(summed.first_pay, settlement.first_pay) as first_pay,
    remaining.remaining_limit::bigint as remaining_limit
  )
from settlement left join summed using (serial) join remaining using (serial);
drop table settlement;
alter table closed rename to settlement;
