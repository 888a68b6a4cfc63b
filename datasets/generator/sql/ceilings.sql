-- The ceiling holds for a benefit year: where a person's settlements come near it, each has what the earlier ones left. in_stay_pool: stays and
-- chronic diseases share one ceiling, out-patients and pharmacies another. Such rows stay as they are afterwards (adjust.sql).
create table near_ceiling as
with
summed as (
  select person, year(settled_on) as benefit_year, in_stay_pool, sum(basic_fund) as basic_fund, min(ceiling) as ceiling from amount group by all
),
left_at_first as (
  select summed.person, summed.benefit_year, in_stay_pool, ceiling - coalesce(opening.basic_fund, 0) * in_stay_pool::integer as ceiling, summed.basic_fund
  from summed
  left join opening on opening.person = summed.person and opening.benefit_year = summed.benefit_year::varchar
),
near as (
  select * exclude (basic_fund) from left_at_first where basic_fund > ceiling * 97 // 100
)
select
  amount.i,
  greatest(near.ceiling - coalesce(sum(calculated) over (
    partition by near.person, near.benefit_year, near.in_stay_pool
    order by settled_on, i rows between unbounded preceding and 1 preceding
  ), 0), 0)::bigint as ceiling
from amount
join near on near.person = amount.person and near.benefit_year = year(settled_on) and near.in_stay_pool = amount.in_stay_pool;
update term set ceiling = near_ceiling.ceiling from near_ceiling where near_ceiling.i = term.i;
