-- S12 on the record: own shares of the benefit year before each settlement, as recorded amounts leave them.
with
summed as (
  select row_no,
    coalesce(sum(serious_share_recorded) filter (stated_care) over since_statement, 0) + coalesce(sum(serious_share_recorded) filter (not stated_care) over earlier, 0)
      as serious_before,
    coalesce(sum(large_share_recorded) filter (stated_care) over since_statement, 0) + coalesce(sum(large_share_recorded) filter (not stated_care) over earlier, 0)
      as large_before,
    coalesce(sum(civil_share_recorded) filter (stated_care) over since_statement, 0) + coalesce(sum(civil_share_recorded) filter (not stated_care) over earlier, 0)
      as civil_before,
    coalesce(sum(aid_share_recorded) filter (stated_care) over since_statement, 0) + coalesce(sum(aid_share_recorded) filter (not stated_care) over earlier, 0)
      as aid_before
  from (select *, care_group in ('inpatient', 'chronic') as stated_care from shared)
  window
    earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding),
    since_statement as (partition by year_no, opening_as_of order by position rows between unbounded preceding and 1 preceding)
)
select shared.*, columns(summed.* exclude row_no)::decimal(16, 2) as '\0', serious, large, civil, aid
from shared join summed using (row_no)
left join policy_layer as layer_of on layer_of.policy_id = shared.policy_id and layer_of.aid_class = coalesce(shared.aid_class, '')
