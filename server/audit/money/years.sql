-- The person-years that findings touch.
select row_number() over (order by person_id, insured_city, scheme, benefit_year) as year_no, *
from (
  select person_id, insured_city, scheme, benefit_year, count(*) as settlements
  from resettlement
  semi join (
    select person_id, insured_city, scheme, benefit_year from resettlement semi join temp.money_touched using (claim_id)
  ) as touched using (person_id, insured_city, scheme, benefit_year)
  group by all
)
