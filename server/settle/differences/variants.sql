-- For each term in question, the terms it may have been mistaken for: up to /*kinds*/ of filing class, tier, person group, policy version and adjustment
-- mode changed. Terms that pay the same are one variant, named by all of them; the term itself is the one without a name. Synthetic terms, those of
-- another mode, have numbers below nothing.
with
own as (
  select distinct on (term) policy_term.* from policy_term semi join questioned using (term)
),
kindred as (
  select own.term as own_term, other.*,
    list_filter([
      case when other.filing <> own.filing then 'filing:' || other.filing end,
      case when other.tier <> own.tier then 'tier:' || other.tier end,
      case when other.person_group <> own.person_group then 'group:' || other.person_group end,
      case when other.policy_id <> own.policy_id then 'version:' || split_part(other.policy_id, '@', 2) end
    ], lambda change: change is not null) as changes
  from own
  join policy_term as other
    on other.care_group = own.care_group and other.disease = own.disease and split_part(other.policy_id, '@', 1) = split_part(own.policy_id, '@', 1)
      and (other.policy_id <> own.policy_id)::integer + (other.filing <> own.filing)::integer + (other.tier <> own.tier)::integer
        + (other.person_group <> own.person_group)::integer <= /*kinds*/
  where other.flaw is null
),
-- The same reduction taken in another way from what is paid at home (domain note §2.5): points off, a factor, a first-pay of the patient's.
reduced as (
  select kindred.*, home.bands as home_bands,
    case kindred.adjust_mode when 'FACTOR' then 1 - kindred.adjust_value else kindred.adjust_value end as reduction
  from kindred
  join policy_term as home using (policy_id, care_group, disease, person_group, tier)
  where kindred.adjust_mode in ('POINTS', 'FACTOR', 'PRESELF') and home.filing = 'HOME' and home.flaw is null and len(changes) < /*kinds*/
),
of_other_mode as (
  select reduced.* exclude (home_bands, reduction) replace (
    -row_number() over () as term,
    case mode
      when 'POINTS' then list_transform(home_bands, lambda band: {'low': band.low, 'high': band.high, 'ratio': greatest(band.ratio - reduction, 0)::decimal(9, 8)})
      when 'FACTOR' then list_transform(home_bands, lambda band: {'low': band.low, 'high': band.high, 'ratio': (band.ratio * (1 - reduction))::decimal(9, 8)})
      else home_bands
    end as bands,
    case mode when 'PRESELF' then reduction else 0 end::decimal(5, 4) as first_pay_ratio,
    list_append(changes, 'mode:' || mode) as changes
  )
  from reduced, (values ('POINTS'), ('FACTOR'), ('PRESELF')) as modes (mode)
  where mode <> adjust_mode and reduction > 0 and (mode <> 'PRESELF' or care_group = 'inpatient')
),
-- What pays the same, by any number of changes.
paying_alike as (
  select own_term, min(term) as term, min(len(changes)) as kinds, list(changes) as ways,
    paid, deductible_mode, merged, standards, known_admissions, segment_basis, bands, known_cost, first_pay_ratio, cap_basis, cap_amount, cap_inpatient, cap_outpatient, cap_chronic,
    limit_period, limit_amount, limit_further
  from (from kindred union all by name from of_other_mode)
  group by all
)
select * exclude (ways), list_transform(list_filter(ways, lambda way: len(way) = kinds), lambda way: array_to_string(way, '+')) as names
from paying_alike
