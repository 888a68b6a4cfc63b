-- Stays of one person do not overlap: a later one begins after the one before has ended.
create table dated as
with
ordered as (
  select
    *,
    lag(settled_on) over (partition by person, care_kind order by settled_on, i) as previous_end,
    row_number() over (partition by person, care_kind, year(settled_on) order by settled_on, i) as admission
  from stay
)
select
  * exclude (drawn_days, previous_end),
  settled_on as end_date,
  greatest(settled_on - drawn_days, coalesce(case when care_kind = 'inpatient' then least(previous_end + 1, settled_on) end, settled_on - drawn_days))::date as begin_date,
  settled_on + to_seconds((28800 + 32400 * u(i, 'clock'))::integer) as settled_at
from ordered;
