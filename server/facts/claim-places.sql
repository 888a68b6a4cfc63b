-- Encounters with the code of the place of care and the hospital level that decide region and tier.
-- Institution codes are a letter and six digits of the area (H41010500123) where they follow the national scheme.
select encounter.*,
  coalesce(
    encounter.care_area,
    institution.area,
    nullif(regexp_extract(encounter.institution_code, '^[A-Za-z](\d{6})', 1), '')
  ) as care_code,
  coalesce(encounter.deductible_level, encounter.hospital_level, institution.level) as level_code
from collapsed as encounter
left join institution_at as institution on institution.institution_code = encounter.institution_code
