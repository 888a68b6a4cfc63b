-- Records of settlement lists with the claim that counts their visit, over claim_part. A claim takes one side's list: its own, or where that side sent
-- none the other's, so that no diagnosis counts twice. Encounter ids repeat within an area: where a record says whose it is, it must be that person.
with
list as (
  select claim_id, visit_id, person_no, encounter_id as listed_encounter, list_area as area, 0 as preference
  from claim_part where visit
  union all
  select claim_id, visit_id, null, care_encounter_id, care_list_area, 1
  from claim_part where visit and care_encounter_id is not null
),
record as not materialized (
  select * from /*table*/ where batch_to is null and valid is distinct from '0' /*near*/
)
select list.claim_id, list.visit_id, /*columns*/
from list join record on record.encounter_id = list.listed_encounter and record.pooling_area = list.area
where coalesce(record.person_no = list.person_no, true)
qualify preference = min(preference) over (partition by list.claim_id)
  and row_number() over (
    partition by list.claim_id, record./*number*/
    order by case record.reported_by when 'insured' then 0 when 'care' then 2 else 1 end
  ) = 1
