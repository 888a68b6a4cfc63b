-- placed_row: settlements with the code of the place of care and the hospital level that decide region and tier.
-- Institution codes are a letter and six digits of the area (H41010500123) where they follow the national scheme.
select settlement_row.*,
  coalesce(care_area, institution.area, nullif(regexp_extract(settlement_row.institution_code, '^[A-Za-z](\d{6})', 1), '')) as care_code,
  coalesce(deductible_level, hospital_level, institution.level) as level_code
from settlement_row left join institution_at as institution on institution.institution_code = settlement_row.institution_code
