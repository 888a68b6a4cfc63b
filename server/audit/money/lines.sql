-- The lines that findings name, each with its claim.
select named.finding, named.standing, named.kind, line.claim_id, line.line_key, coalesce(line.amount, 0)::decimal(16, 2) as amount
from (
  select distinct finding, standing, kind, unnest(lines) as line_key from temp.money_touched where implicates = 'lines'
) as named
join (
  select claim_id, /*line_key*/ as line_key, amount from line
  where claim_id in (select claim_id from temp.money_touched where implicates = 'lines')
) as line using (line_key)
semi join temp.money_touched as touched on touched.finding = named.finding and touched.claim_id = line.claim_id
