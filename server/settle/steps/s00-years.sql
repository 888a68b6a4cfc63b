-- S0. Person-years by number: what is ordered and added up within one person, area, scheme, benefit year and opening balance.
select row_number() over () as year_no, *
from (select distinct person_id, insured_city, scheme, benefit_year, opening_as_of from settle_claim)
