-- Provinces that a finding speaks about: those of its claims; without claims those of its areas, else of its institution, else of its person's insurance.
with claimed as (
  select distinct finding, insured_province, care_province
  from (select finding, unnest(claims) as claim_id from temp.audit_found) join claim using (claim_id)
),
rest as (select * from temp.audit_found anti join claimed using (finding)),
area as (
  select code, province
  from REGIONS
),
by_area as (
  select finding, insured.province as insured_province, care.province as care_province
  from rest left join area as insured on insured.code = rest.insured_area left join area as care on care.code = rest.care_area
  where insured.province is not null or care.province is not null
),
by_institution as (
  select distinct finding, cast(null as varchar) as insured_province, claim.care_province
  from (from rest anti join by_area using (finding)) as rest join claim using (institution_code)
),
by_person as (
  select distinct finding, claim.insured_province, cast(null as varchar) as care_province
  from (select * from rest anti join by_area using (finding) anti join by_institution using (finding)) as rest
  join claim on cast(claim.person_id as varchar) = rest.person_id
)
from claimed union all by name from by_area union all by name from by_institution union all by name from by_person
