-- S4, which admission of the benefit year a stay is. Stays count by their first settlement; one that begins on the day the person's stay before ended,
-- in another institution, is a transfer and belongs to the chain of that one.
with
stay as (
  select year_no, encounter, min(position) as first_position, any_value(visit_begin) as visit_begin, any_value(visit_end) as visit_end,
    any_value(institution_code) as institution_code, bool_or(counts_admission) as counts_admission, 
    arg_min_null(opening_admissions, position) as opening_admissions, arg_min_null(opening_as_of, position) as opening_as_of
  from charged where care_group = 'inpatient'
  group by year_no, encounter
),
numbered as (
  select *,
    coalesce(opening_admissions, 0) + 1 + coalesce(sum(counts_admission::integer) over (
      partition by year_no, opening_as_of order by first_position rows between unbounded preceding and 1 preceding), 0) as stay_no,
    coalesce(visit_begin = lag(visit_end) over by_begin and institution_code <> lag(institution_code) over by_begin, false) as transferred
  from stay
  window by_begin as (partition by year_no order by visit_begin, first_position)
),
chained as (
  select *, sum((not transferred)::integer) over (partition by year_no order by visit_begin, first_position) as chain from numbered
)
select year_no, encounter, stay_no, chain, arg_min(stay_no, first_position) over (partition by year_no, chain) as chain_no, transferred
from chained
