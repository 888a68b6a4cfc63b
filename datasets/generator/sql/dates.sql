-- Days of each visit. Stays of one person do not overlap: a later one begins after the one before has ended.
-- admission: which stay of the person's year it is. Windows run over narrow rows; the wide ones are joined again where they are needed.
create table dated as
with
ordered as (
  select
    i, settled_on, drawn_days,
    lag(settled_on) over (partition by person, care_kind order by settled_on, i) as previous_end,
    row_number() over (partition by person, care_kind, year(settled_on) order by settled_on, i) as admission
  from stay
)
select
  i, admission,
  settled_on as end_date,
  case
    when previous_end >= settled_on - drawn_days then least(previous_end + 1, settled_on)
    else settled_on - drawn_days
  end::date as begin_date,
  settled_on + to_seconds((28800 + 32400 * u(i, 'clock'))::integer) as settled_at
from ordered;
