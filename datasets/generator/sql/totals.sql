-- Total cost in fen: the raw costs stretched to the cell's total, rounded down; the fen that are missing go to the first rows, one each.
create table priced as
with
summed as (
  select cell, sum(weight)::double as weights, min(i) as first_i from stay group by cell
),
stretched as (
  select stay.i, stay.cell, first_i, floor(weight * (cell.total::double / weights))::bigint as rounded
  from stay join cell using (cell) join summed using (cell)
),
reached as (
  select cell, sum(rounded)::bigint as rounded from stretched group by cell
)
select i, stretched.rounded + case when i - first_i < cell.total - reached.rounded then 1 else 0 end as total
from stretched join cell using (cell) join reached using (cell);
