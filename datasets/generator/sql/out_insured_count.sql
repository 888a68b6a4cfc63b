-- insured_count: insured persons by area, scheme and year.
select area, scheme, year, persons, source, make_date(year::integer, 1, 1)::timestamp as updt_time, getvariable('scale')::integer as jh_generated_scale
from insured_count
