-- How well payments agree with a policy version in a pooling area. More than a fifth of at least fifty against it, and no single change that explains
-- them: the file is wrong rather than they.
select policy_id, insured_city, count(*) as judged, count(*) filter (materiality in ('minor', 'material')) as differing,
  (count(*) filter (materiality in ('minor', 'material')) / count(*))::decimal(5, 4) as share,
  count(*) >= 50 and count(*) filter (materiality in ('minor', 'material')) > 0.2 * count(*)
    and (policy_id, insured_city) not in (select policy_id, insured_city from resettlement_systemic) as defect
from resettlement where judged <> 'no' and policy_id is not null
group by policy_id, insured_city
