-- S12 on the record: own shares of the benefit year before each settlement, as recorded amounts leave them.
with
summed as (
  select row_no,
    sum(serious_share_recorded) over earlier as serious_before, sum(large_share_recorded) over earlier as large_before,
    sum(civil_share_recorded) over earlier as civil_before, sum(aid_share_recorded) over earlier as aid_before
  from shared
  window earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding)
)
select shared.*, coalesce(columns(summed.* exclude row_no), 0)::decimal(16, 2) as '\0'
from shared join summed using (row_no)
