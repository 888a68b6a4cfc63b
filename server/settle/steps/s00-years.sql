-- S0. Person-years by number: what is ordered and added up within one person, area, scheme and benefit year. An opening balance parts a year once more for
-- what it stands for: in-patient and chronic care (dictionary, accumulator); out-patient care, periods and limits of diseases are those of the whole year.
select row_number() over () as year_no, *
from (select distinct person_id, insured_city, scheme, benefit_year from settle_claim)
