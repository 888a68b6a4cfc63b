-- Total cost in fen: the raw costs stretched to the cell's total, rounded down; the fen that are missing go to rows in hash order, one each.
create table priced as
with
stretched as (
  select
    stay.i, stay.cell, cell.total as cell_total,
    floor(weight * (cell.total::double / sum(weight) over (partition by stay.cell)::double))::bigint as rounded
  from stay join cell using (cell)
),
ranked as (
  select
    i, rounded,
    cell_total - sum(rounded) over (partition by cell) as missing,
    row_number() over (partition by cell order by hash(i), i) as place
  from stretched
)
select i, (rounded + case when place <= missing then 1 else 0 end)::bigint as total from ranked;
