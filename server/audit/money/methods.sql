-- How the money of each touched claim is counted. Lines that do not add up to the claim's total cannot be taken out of its settlement.
with
wanted as (
  select standing, claim_id, bool_or(implicates = 'lines') as by_lines, bool_or(implicates = 'difference') as differs
  from temp.money_touched group by all
)
select standing, claim_id, year_no, differs,
  case
    when exact and not (by_lines and s1 = 'record') then 'settled'
    when total_cost > 0 then 'estimated'
    else 'none'
  end as disallowing,
  case when not known or known is null then 'none' when within_bounds then 'estimated' else 'settled' end as differing
from wanted left join temp.money_claim using (claim_id)
