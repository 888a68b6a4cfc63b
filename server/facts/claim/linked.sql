-- Encounters linked with those of touched_encounter by a reversal, a shared number or a likeness: what may change when they do.
-- link_row: all rows that are current or were changed by the batches at hand. They are many, and gone through once for all numbers; an encounter
-- too many, of another area or institution with the same number, does no harm.
with
near as materialized (
  select link_row.* from link_row semi join newly_touched using (insured_area, from_care, encounter_id)
),
pointer as materialized (
  select settlement_id from near
  union
  select reversed_settlement_id from near where reversed_settlement_id is not null
),
sender as materialized (
  select distinct sender_settlement_id from near where sender_settlement_id is not null
)
select insured_area, from_care, encounter_id
from link_row
where settlement_id in (from pointer) or reversed_settlement_id in (select settlement_id from near)
  or sender_settlement_id in (from sender)
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row join near using (institution_code, begin_date, end_date, total_cost)
where link_row.sender_settlement_id is null
union
select link_row.insured_area, link_row.from_care, link_row.encounter_id
from link_row join (from near where sender_settlement_id is null) as near using (institution_code, begin_date, end_date, total_cost)
