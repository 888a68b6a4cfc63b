-- Every region code that may stand in a claim or in a filing; more do no harm.
select country, insured_area as code from settlement_row
union
select country, care_area from settlement_row
union
select part.country, place.code
from (select distinct country, institution_code from settlement_row where care_area is null) as part
left join institution_at as institution on institution.institution_code = part.institution_code,
  lateral (
    values (institution.area), (nullif(regexp_extract(part.institution_code, '^[A-Za-z](\d{6})', 1), ''))
  ) as place (code)
union
select 'CN', insured_area from filing_place
union
select 'CN', area from filing_row
