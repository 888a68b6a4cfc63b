-- Cities and provinces that a finding speaks about: those of its claims; without claims those of its areas, else of its institution, else of its person's insurance.
with claimed as (
  select distinct finding, insured_province, insured_city, care_province, care_city
  from (select finding, unnest(claims) as claim_id from temp.audit_found) join claim using (claim_id)
),
rest as (select * from temp.audit_found anti join claimed using (finding)),
area as (
  select code, province, area as city
  from REGIONS
),
by_area as (
  select finding, insured.province as insured_province, insured.city as insured_city, care.province as care_province, care.city as care_city
  from rest left join area as insured on insured.code = rest.insured_area left join area as care on care.code = rest.care_area
  where insured.province is not null or care.province is not null
),
by_institution as (
  select distinct finding, cast(null as varchar) as insured_province, cast(null as varchar) as insured_city, claim.care_province, claim.care_city
  from (from rest anti join by_area using (finding)) as rest join claim using (institution_code)
),
by_person as (
  select distinct finding, claim.insured_province, claim.insured_city, cast(null as varchar) as care_province, cast(null as varchar) as care_city
  from (select * from rest anti join by_area using (finding) anti join by_institution using (finding)) as rest
  join claim on cast(claim.person_id as varchar) = rest.person_id
)
from claimed union all by name from by_area union all by name from by_institution union all by name from by_person
