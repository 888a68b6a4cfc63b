-- What is to be settled: a visit, or each of the two interim settlements of a long stay, both of which fall into one period of the published figures.
create table payable as
with
marked as (
  select
    encounter.* exclude (cell_from, filing_term), priced.total, scope <> 'cross_province' and filing_term = 0 as come_home,
    (begin_date + ((end_date - begin_date) // 2)::integer)::date as midway,
    care_kind = 'inpatient' and route = 'direct' and end_date - begin_date between 20 and 60 and u(i, 'interim') < 0.2
      and midway >= cell_from and midway >= getvariable('first_day')::date as interim
  from encounter join priced using (i)
),
parted as (
  select *, unnest(case when interim then ['first', 'last'] else ['whole'] end) as kind from marked
)
select
  * exclude (total, settled_at, begin_date, end_date, midway, interim),
  case kind when 'first' then total // 2 when 'last' then total - total // 2 else total end as total,
  case kind when 'first' then midway + to_seconds((28800 + 32400 * u(i, 'clock 1'))::integer) else settled_at end as settled_at,
  case kind when 'last' then midway else begin_date end as begin_date,
  case kind when 'first' then midway else end_date end as end_date,
  begin_date as visit_begin, end_date as visit_end, end_date as benefit_day,
  -- In scope by lines that are known; else by a share that is drawn.
  null::bigint as payable
from parted;
alter table encounter drop column settled_at;
alter table encounter drop column tier_place;
