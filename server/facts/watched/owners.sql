-- watched_line: watched items by what their lines name, as line_owner, and day. All sums add up; a quantity or days of supply not brought count 0 in
-- the sum and are told by the number of lines that brought them. A line that states no day has day -infinity.
select insured_area, institution_code, names, named, reporter, watched_as, special_drug, day,
  sum(sign)::bigint as lines,
  sum(sign * amount)::decimal(18, 2) as amount,
  coalesce(sum(sign * quantity), 0)::decimal(18, 4) as quantity,
  coalesce(sum(sign * days_supply), 0)::decimal(18, 2) as days_supply,
  coalesce(sum(sign) filter (quantity is not null), 0)::bigint as quantity_lines,
  coalesce(sum(sign) filter (days_supply is not null), 0)::bigint as days_lines
from (
  select insured_area, institution_code, coalesce(reported_by, 'unknown') as reporter, sign, amount, quantity, days_supply,
    case when settlement_id is null then 'encounter' else 'settlement' end as names,
    coalesce(settlement_id, encounter_id) as named,
    coalesce(charged_at::date, date '-infinity') as day,
    watched_as, special_drug
  from fee_part join watched_code using (item_code)
)
group by all
