-- Ways to settle the claims in question in which /*kinds*/ things are otherwise: the term, the place in the year, the catalogue. Where the lines differ, only
-- another catalogue can explain them.
with
place as (
  select row_no, null::integer as admission_no, false as blank, '' as change from questioned
  union all
  select row_no, n, false, 'admission:' || n
  from (select row_no, admission_no, unnest(range(1, last_admission + 1)) as n from questioned where deductible_mode = 'PER_VISIT')
  where n <> admission_no
  union all
  select row_no, 1, true, 'history:none' from questioned
  union all
  -- One limit of the year taken as if nothing of it had been used, all else of the history standing.
  select row_no, null, false, unnest(forgettable) from questioned
),
side as (
  select row_no,
    case when lines_differ then 'catalogue:' || case when case route when 'manual' then catalogue_manual else catalogue_direct end = 'care' then 'insured' else 'care' end else '' end as change
  from questioned
)
select questioned.row_no, variant.own_term, variant.term, place.admission_no, place.blank, place.change as place, side.change <> '' as other_catalogue,
  list_transform(
    case when variant.kinds > 0 then variant.names else [''] end,
    lambda name: array_to_string(list_filter([name, place.change, side.change], lambda part: part <> ''), '+')
  ) as changes
from questioned
join variant on variant.own_term = questioned.term
  -- On the record the extra first-pay is taken off what is in scope already.
  and (s1 = 'lines' or variant.first_pay_ratio = questioned.first_pay_ratio)
join place on place.row_no = questioned.row_no
join side on side.row_no = questioned.row_no
where variant.kinds + (place.change <> '')::integer + (side.change <> '')::integer = /*kinds*/
