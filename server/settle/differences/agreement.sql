-- How well payments agree with a policy version in a pooling area. More than a fifth of at least fifty against its benefits, and no single change that
-- explains them: the file is wrong rather than they.
with
counted as (
  select policy_id, insured_city, count(*) as judged,
    count(*) filter (materiality in ('minor', 'material')) as differing,
    count(*) filter (materiality in ('minor', 'material') and difference_class in ('RS-DEDC', 'RS-RATIO', 'RS-CAP', 'RS-LAYER')) as benefits_differing
  from resettlement where judged <> 'no' and policy_id is not null
  group by policy_id, insured_city
)
select policy_id, insured_city, judged, differing, (differing / judged)::decimal(5, 4) as share,
  judged >= 50 and benefits_differing > 0.2 * judged
    and (policy_id, insured_city) not in (select policy_id, insured_city from resettlement_systemic) as defect
from counted
