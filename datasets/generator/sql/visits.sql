-- One row for each visit to be generated: its cell, its day, its person.
create table numbered as
with
counted as (
  select *, coalesce(sum(visits) over (order by cell, first_day rows between unbounded preceding and 1 preceding), 0)::bigint as before
  from month_rows
)
select cell, first_day, days, pilot_share, flow, getvariable('first_visit') + before + unnest(range(visits)) as i from counted;

create table visit as
with
dated as (
  select
    i, cell,
    first_day::date + floor(days * u(i, 'day'))::integer as settled_on,
    -- People who go elsewhere are treated at home as well.
    case when u(i, 'pilot') < pilot_share then 'pilot' when flow = 'local' and u(i, 'also away') < 0.3 then 'national' else flow end as drawn_flow,
    -- Out-patients come again and again.
    case when care = 'inpatient' then 1 else 0.35 end as part
  from numbered join (select cell, care from cell) as cell using (cell)
)
select
  i, dated.cell, settled_on,
  -- A power above one lets a few persons come often.
  pool.first + least(floor(pool.persons * part * u(i, 'person') ** 1.25)::bigint, pool.persons - 1) as person
from dated join pool on pool.flow = dated.drawn_flow;

drop table numbered;
