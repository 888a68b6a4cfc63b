-- S12 on the record: own shares of the benefit year before each settlement, as recorded amounts leave them. They are not known where a settlement among them may
-- have been above a ceiling that hangs on care not declared.
with
summed as (
  select row_no,
    coalesce(sum(serious_share_recorded) over earlier, 0) as serious_before, coalesce(sum(large_share_recorded) over earlier, 0) as large_before,
    coalesce(sum(civil_share_recorded) over earlier, 0) as civil_before, coalesce(sum(aid_share_recorded) over earlier, 0) as aid_before,
    coalesce(bool_or(ceiling_unknown and coalesce(serious_share_recorded, large_share_recorded, civil_share_recorded, aid_share_recorded) is not null) over earlier, false)
      as share_unknown
  from shared
  window earlier as (partition by year_no order by position rows between unbounded preceding and 1 preceding)
),
stated as (
  select start.year_no, start.opening_as_of,
    sum(serious_share_recorded) as serious_counted, sum(large_share_recorded) as large_counted, sum(civil_share_recorded) as civil_counted, sum(aid_share_recorded) as aid_counted
  from statement_start as start
  join shared as before on before.year_no = start.year_no and before.position < start.position and before.care_group in ('inpatient', 'chronic')
  group by start.year_no, start.opening_as_of
)
select shared.*, history_known and not share_unknown as shares_known,
  (serious_before - coalesce(serious_counted, 0))::decimal(16, 2) as serious_before, (large_before - coalesce(large_counted, 0))::decimal(16, 2) as large_before,
  (civil_before - coalesce(civil_counted, 0))::decimal(16, 2) as civil_before, (aid_before - coalesce(aid_counted, 0))::decimal(16, 2) as aid_before,
  serious, large, civil, aid
from shared join summed using (row_no)
left join stated on stated.year_no = shared.year_no and stated.opening_as_of = shared.opening_as_of
left join policy_layer as layer_of on layer_of.policy_id = shared.policy_id and layer_of.aid_class = coalesce(shared.aid_class, '')
