-- S0. Where each claim stands in its person-year, and that by number: what is ordered and added up within one person, area, scheme and benefit year. An opening balance parts a year once more for
-- what it stands for: in-patient and chronic care (dictionary, accumulator); out-patient care, periods and limits of diseases are those of the whole year.
with
person_year as (
  select row_number() over () as year_no, *
  from (select distinct person_id, insured_city, scheme, benefit_year from settle_claim)
)
select claim.rowid as row_no, year_no, row_number() over (partition by year_no order by settled_at, claim_id) as position
from settle_claim as claim
join person_year on claim.person_id = person_year.person_id and claim.insured_city = person_year.insured_city and claim.scheme = person_year.scheme
  and claim.benefit_year = person_year.benefit_year
