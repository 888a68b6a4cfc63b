-- Encounters whose claims the batches from $1 to $2 may have changed: those of the rows written or replaced, of the
-- settlements they reverse, of the reversals that name them, of their copies by the other side, and those whose place or tier
-- comes from an institution that changed. One step is enough: a claim depends on its own rows and on what these links reach.
with
current as not materialized (
  select *, coalesce(reported_by, 'unknown') = 'care' as from_care from settlement where batch_to is null
),
changed as materialized (
  select *, coalesce(reported_by, 'unknown') = 'care' as from_care
  from settlement
  where batch_from between $1 and $2 or batch_to between $1 and $2
),
changed_institution as materialized (
  select distinct institution_code from institution where batch_from between $1 and $2 or batch_to between $1 and $2
)
select insured_area, from_care, encounter_id from changed
union
select insured_area, from_care, current.encounter_id
from current join changed using (insured_area, from_care)
where current.settlement_id = changed.reversed_settlement_id
union
select insured_area, from_care, current.encounter_id
from current join changed using (insured_area, from_care)
where current.reversed_settlement_id = changed.settlement_id
union
select current.insured_area, current.from_care, current.encounter_id
from current join changed using (institution_code, sender_settlement_id)
union
select insured_area, from_care, encounter_id
from current semi join changed_institution using (institution_code)
where care_area is null or (deductible_level is null and hospital_level is null)
