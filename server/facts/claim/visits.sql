-- visit_part (row_no, …): settlements of encounters that have several. The last one counts the visit, the others are interim; every one knows the
-- span of the whole. first_*: of the encounter's first settlement, a reversed one included, which names the encounter for good.
-- The hash only narrows down: which encounters have several is decided by their ids.
with
part as (
  select settlement_row.row_no, insured_area, from_care, encounter_id, hash(insured_area || '|' || encounter_id) as bucket,
    settlement_id, settled_at, begin_date, end_date, sender_settlement_id, coalesce(state, 'counted') as state
  from settlement_row left join settlement_state using (row_no)
  where coalesce(settlement_type, '') <> '3' and coalesce(state, 'counted') in ('counted', 'reversed')
),
crowded as (
  select bucket from part group by bucket having count(*) > 1
),
several as (
  select * from part semi join crowded using (bucket)
)
select row_no,
  state = 'counted' and row_number() over (own order by state, settled_at desc, settlement_id desc, row_no desc) = 1 as visit,
  min(begin_date) filter (state = 'counted') over own as visit_begin,
  max(end_date) filter (state = 'counted') over own as visit_end,
  first_value(sender_settlement_id) over (own order by settled_at, settlement_id, row_no) as first_sender_id,
  first_value(begin_date) over (own order by settled_at, settlement_id, row_no) as first_begin
from several
window own as (partition by insured_area, from_care, encounter_id)
qualify count(*) over own > 1
