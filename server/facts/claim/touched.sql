-- Encounters of which something beside their own settlements may have changed in the batches from $1 to $2.
with
current as not materialized (
  select insured_area, coalesce(reported_by, 'unknown') = 'care' as from_care, encounter_id, institution_code, person_no, certificate_no,
    care_area, coalesce(deductible_level, hospital_level) as level
  from settlement where batch_to is null
),
changed_institution as materialized (
  select institution_code from institution where batch_from between $1 and $2 or batch_to between $1 and $2
),
changed_filing as materialized (
  select insured_area, person_no, certificate_no from filing where batch_from between $1 and $2 or batch_to between $1 and $2
),
-- The first filings of an area: only now "not filed" can be said of its persons.
new_area as materialized (
  select insured_area from filing group by insured_area having min(batch_from) >= $1
),
changed_item as materialized (
  select item_code from network_service where service = 'special_drug' and (batch_from between $1 and $2 or batch_to between $1 and $2)
  union
  select item_code from entitlement where item_code is not null and (batch_from between $1 and $2 or batch_to between $1 and $2)
),
-- A person number or certificate may be shared by areas; more encounters than needed do no harm.
changed_encounter as materialized (
  select encounter_id from diagnosis where batch_from between $1 and $2 or batch_to between $1 and $2
  union
  select encounter_id from encounter where batch_from between $1 and $2 or batch_to between $1 and $2
  union
  select encounter_id from fee_line
  where (batch_from between $1 and $2 or batch_to between $1 and $2) and item_code in (from special_item)
  union
  select encounter_id from fee_line where batch_to is null and item_code in (from changed_item)
)
select insured_area, from_care, encounter_id from current semi join changed_institution using (institution_code)
where care_area is null or level is null
union
select insured_area, from_care, encounter_id from current semi join changed_filing using (insured_area, person_no)
union
select insured_area, from_care, encounter_id from current semi join changed_filing using (certificate_no)
union
select insured_area, from_care, encounter_id from current semi join new_area
  -- The Corps' cities stand under Xinjiang's prefix.
  on replace(left(new_area.insured_area, 2), '66', '65') = replace(left(current.insured_area, 2), '66', '65')
union
select insured_area, from_care, encounter_id from current semi join changed_encounter using (encounter_id)
union
select insured_area, from_care, encounter_id
from current semi join (select certificate as certificate_no from changed_person) as person using (certificate_no)
