-- Counted settlements with the code of the place of care and the hospital level that decide region and tier.
-- Institution codes are a letter and six digits of the area (H41010500123) where they follow the national scheme.
select settled.*,
  coalesce(
    settled.care_area,
    institution.care_area,
    nullif(regexp_extract(settled.institution_code, '^[A-Za-z](\d{6})', 1), '')
  ) as care_code,
  coalesce(settled.deductible_level, settled.hospital_level, institution.level) as level_code
from settled
left join institution_at as institution using (institution_code)
where settled.state = 'counted'
