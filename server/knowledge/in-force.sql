-- knowledge_point from loaded_point: of the versions of a point the one in force is the latest by day of publication, where there is none by number of the
-- batch, and where there is none by load; an undated one is older than any dated one, and what comes with the program (load 0) older than any published.
select *, place = 1 as in_force, case when place > 1 then latest end as superseded_by
from (
  select *, row_number() over versions as place, first_value(load) over versions as latest
  from loaded_point
  window versions as (
    partition by knowledge, point
    order by load > 0 desc, published_on desc nulls last, published_batch desc nulls last, load desc
  )
)
