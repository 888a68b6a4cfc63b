-- Days of each visit. Stays of one person do not overlap: a later one begins after the one before has ended.
-- admission: which stay of the person's year it is, stays at home before the first that is known included.
create table dated as
with
ordered as (
  select
    i, person, settled_on, drawn_days,
    lag(settled_on) over (partition by person order by settled_on, i) as previous_end,
    row_number() over (partition by person, year(settled_on) order by settled_on, i) as place
  from stay where care_kind = 'inpatient'
),
lasting as (
  select
    i, settled_on as end_date,
    case
      when previous_end >= settled_on - drawn_days then least(previous_end + 1, settled_on)
      else settled_on - drawn_days
    end::date as begin_date,
    (place + coalesce(opening.admissions, 0))::integer as admission
  from ordered left join opening on opening.person = ordered.person and opening.benefit_year = year(settled_on)::varchar
)
select i, begin_date, end_date, admission from lasting
union all
select i, settled_on, settled_on, 1 from stay where care_kind <> 'inpatient';
