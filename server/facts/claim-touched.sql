-- Encounters whose claims the batches from $1 to $2 may have changed: those of the rows written or replaced, of the
-- settlements they reverse, of the reversals that name them, of their copies by the other side, and those whose place or tier
-- comes from an institution that changed. One step is enough: a claim depends on its own rows and on what these links reach.
with
link as not materialized (
  select insured_area, coalesce(reported_by, 'unknown') = 'care' as from_care, encounter_id, settlement_id, reversed_settlement_id,
    institution_code, sender_settlement_id, care_area, coalesce(deductible_level, hospital_level) as level, batch_from, batch_to
  from settlement
),
current as not materialized (
  select * from link where batch_to is null
),
changed as materialized (
  select * from link where batch_from between $1 and $2
  union all
  select * from link where batch_to between $1 and $2
),
changed_institution as materialized (
  select institution_code from institution where batch_from between $1 and $2
  union
  select institution_code from institution where batch_to between $1 and $2
)
select insured_area, from_care, encounter_id from changed
union
select current.insured_area, current.from_care, current.encounter_id
from current join (select insured_area, from_care, reversed_settlement_id as settlement_id from changed) as reversal
  using (insured_area, from_care, settlement_id)
union
select current.insured_area, current.from_care, current.encounter_id
from current join (select insured_area, from_care, settlement_id as reversed_settlement_id from changed) as target
  using (insured_area, from_care, reversed_settlement_id)
union
select current.insured_area, current.from_care, current.encounter_id
from current join changed using (institution_code, sender_settlement_id)
union
select insured_area, from_care, encounter_id
from current semi join changed_institution using (institution_code)
where care_area is null or level is null
