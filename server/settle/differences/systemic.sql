-- One change that explains at least 80 % of the differences of an area, scheme and policy version is one finding, not thousands (design §5).
with
differing as (
  select insured_city, scheme, policy_id, difference_class, explaining, fund_difference
  from resettlement where materiality in ('minor', 'material')
),
explained as (
  select insured_city, scheme, policy_id, difference_class, explaining, count(*) as claims, sum(fund_difference)::decimal(18, 2) as fund_difference,
    sum(count(*)) over (partition by insured_city, scheme, policy_id) as all_claims
  from differing
  group by insured_city, scheme, policy_id, difference_class, explaining
)
select (hash(insured_city, scheme, policy_id, difference_class, explaining) >> 12)::bigint as systemic,
  insured_city, scheme, policy_id, difference_class, explaining, claims, (claims / all_claims)::decimal(5, 4) as share, fund_difference
from explained
where explaining is not null and explaining <> 'ambiguous' and claims >= 20 and claims >= 0.8 * all_claims
