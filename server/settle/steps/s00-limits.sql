-- S0. What the record itself says the pooled fund's ceiling left before a claim (crt_payb_lmt_amt).
select claim_id, max(remaining_limit) as remaining_limit
from claim join fund_share as share
  on share.settlement_id = claim.settlement_id and share.insured_area = claim.insured_area and (share.reported_by is not distinct from 'care') = (claim.reported_by = 'care')
where share.batch_to is null and remaining_limit is not null and fund_type in ('310100', '390100', '390400')
  and coalesce(share.valid, '1') = '1' /*part*/
group by claim_id
