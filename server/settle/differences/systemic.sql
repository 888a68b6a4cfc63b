-- One change that would make at least 80 % of the differences of an area, scheme and policy version right is one finding, not thousands (design §5). A
-- claim that several changes explain counts for each; of changes that explain as many, the first by name of filing class, then any.
with
differing as (
  select claim_id, insured_city, scheme, policy_id, difference_class, explanations, fund_difference
  from resettlement
  -- What was inferred from payments finds nothing wrong with them.
  where materiality in ('minor', 'material') and policy_id not in (select policy_id from policy_version where confidence = 'inferred')
),
area as (
  select insured_city, scheme, policy_id, count(*) as all_claims from differing group by all
),
explained as (
  select insured_city, scheme, policy_id, change, count(*) as claims, mode(difference_class) as difference_class, sum(fund_difference)::decimal(18, 2) as fund_difference
  from (select * exclude (explanations), unnest(explanations) as change from differing)
  group by all
)
select (hash(insured_city, scheme, policy_id, change) >> 12)::bigint as systemic,
  insured_city, scheme, policy_id, difference_class, change as explaining, claims, (claims / all_claims)::decimal(5, 4) as share, fund_difference
from explained join area using (insured_city, scheme, policy_id)
where claims >= 20 and claims >= 0.8 * all_claims
qualify row_number() over (
  partition by insured_city, scheme, policy_id
  order by claims desc, coalesce(list_position(['LT_RESIDE', 'LT_RETIRE', 'LT_WORK', 'TMP_REFER', 'TMP_EMERG', 'TMP_OTHER', 'NONE', 'EXEMPT', 'HOME', 'RETURN'],
    split_part(change, ':', 2)), 99), change
) = 1
