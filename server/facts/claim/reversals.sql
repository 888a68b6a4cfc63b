-- reversal_state (row_no, state): what a reversal does to settlements, for those it concerns; all others stand.
-- A reversal comes as a flag on the old row, a negative row, or a new version (the store keeps the last one). A row that reverses a
-- reversal takes it back; of a longer chain every second one counts.
with
link as (
  select row_no, insured_area, from_care, settlement_id as own_id, reversed_settlement_id as settlement_id
  from settlement_row
  where is_reversal and reversed_settlement_id <> settlement_id
),
met as (
  select link.row_no, target.row_no as target_no, target.is_reversal as second
  from link join settlement_row as target using (insured_area, from_care, settlement_id)
),
seconds as (
  select row_no, target_no from met where second
),
withdrawn as (
  select target_no as row_no from seconds where row_no not in (select target_no from seconds)
)
select row_no, 'reversed' as state
from settlement_row
where not is_reversal
  and (refunded = '1' or row_no in (select target_no from met where not second and row_no not in (from withdrawn)))
union all
select row_no,
  case
    when row_no in (select row_no from seconds) then 'reversal_of_reversal'
    when row_no in (select row_no from met) then 'reversal'
    else 'orphan_reversal'
  end
from settlement_row
where is_reversal
