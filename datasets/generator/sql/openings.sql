-- Care at home before the first settlement that is known: what a system that starts in the middle of a year is given. What was paid then is drawn.
create table opening as
with
first_seen as (
  select person, year(settled_on)::varchar as benefit_year, min(settled_on) as first_day from visit group by all
),
drawn as (
  select *, u(person, 'opening' || benefit_year) as draw, round(200000 + 1300000 * u(person, 'opened') ** 2)::bigint as in_scope
  from first_seen
  where first_day >= make_date(benefit_year::integer, 3, 1)
)
select
  person, benefit_year, (first_day - 45)::date as as_of, 1 as admissions,
  (in_scope * 113 // 100) as total, in_scope, 60000::bigint as deductible_paid, half_up(in_scope - 60000, 7500) as basic_fund
from drawn where draw < 0.05;
