-- What was recorded less what was due, of claims whose difference is a finding. Of several findings about one difference each has its part.
with
told as (
  select standing, finding, claim_id, differing
  from temp.money_touched join temp.money_method using (standing, claim_id)
  where implicates = 'difference' and differing <> 'none'
),
jointly as (from told union all select distinct standing, null, claim_id, differing from told)
select standing, claim_id as unit, finding, claim_id, fund, true as own, differing = 'estimated' as estimated, (recorded - due)::decimal(16, 2) as loss
from jointly join temp.money_recorded using (claim_id)
