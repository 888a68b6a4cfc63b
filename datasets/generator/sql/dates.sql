-- Days of each visit. Stays of one person do not overlap: a later one begins after the one before has ended.
create table dated as
with
ordered as (
  select i, settled_on, drawn_days, lag(settled_on) over (partition by person order by settled_on, i) as previous_end
  from stay where care_kind = 'inpatient'
),
lasting as (
  select
    i, settled_on as end_date,
    case
      when previous_end >= settled_on - drawn_days then least(previous_end + 1, settled_on)
      else settled_on - drawn_days
    end::date as begin_date
  from ordered
),
days as (
  select i, begin_date, end_date from lasting
  union all
  select i, settled_on, settled_on from stay where care_kind <> 'inpatient'
)
select *, end_date + to_seconds((28800 + 32400 * u(i, 'clock'))::integer) as settled_at from days;
