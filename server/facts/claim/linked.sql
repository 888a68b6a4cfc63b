-- Encounters linked with those of touched_encounter by a reversal, a shared number or a likeness: what may change when they do.
-- link_row: all rows that are current or were changed by the batches at hand.
with
near as materialized (
  select link_row.* from link_row semi join newly_touched using (insured_area, from_care, encounter_id)
)
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row semi join (select insured_area, from_care, reversed_settlement_id as settlement_id from near) as pointer
  using (insured_area, from_care, settlement_id)
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row semi join (select insured_area, from_care, settlement_id as reversed_settlement_id from near) as target
  using (insured_area, from_care, reversed_settlement_id)
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row semi join near using (insured_area, settlement_id)
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row semi join near using (institution_code, sender_settlement_id)
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row join near using (institution_code, begin_date, end_date, total_cost)
where link_row.sender_settlement_id is null or near.sender_settlement_id is null
