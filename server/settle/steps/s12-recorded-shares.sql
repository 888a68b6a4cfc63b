-- S12 on the record: own shares of the benefit year before each settlement, as recorded amounts leave them.
select *,
  coalesce(sum(serious_share_recorded) over earlier, 0)::decimal(16, 2) as serious_before,
  coalesce(sum(large_share_recorded) over earlier, 0)::decimal(16, 2) as large_before,
  coalesce(sum(civil_share_recorded) over earlier, 0)::decimal(16, 2) as civil_before,
  coalesce(sum(aid_share_recorded) over earlier, 0)::decimal(16, 2) as aid_before
from shared
window earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding)
