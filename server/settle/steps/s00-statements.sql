-- S0. Balances stated in the middle of a benefit year of which settlements stand here: what in-patient and chronic care came to before `position` is in the balance already.
select year_no, opening_as_of, min(position) as position
from place_in_year join numbered_claim using (row_no)
where opening_as_of is not null
group by year_no, opening_as_of
having min(position) > 1
