-- Every single change that might explain a difference: another filing class, tier, person group or policy version, another admission number, a year without
-- history. Terms that pay the same are one alternative, named by all of them.
with
questioned as (
  select row_no, term, admission_no, deductible_mode, standards from differing join remembered using (row_no) join (select term, standards from policy_term) using (term)
),
term_now as (
  select row_no, own.* from questioned join policy_term as own using (term)
),
term_change as (
  select now.row_no, other.term,
    case
      when other.policy_id <> now.policy_id then 'version:' || split_part(other.policy_id, '@', 2)
      when other.filing <> now.filing then 'filing:' || other.filing
      when other.tier <> now.tier then 'tier:' || other.tier
      else 'group:' || other.person_group
    end as change,
    other.standards is not distinct from now.standards and other.bands is not distinct from now.bands and other.first_pay_ratio = now.first_pay_ratio
      and other.cap_amount is not distinct from now.cap_amount and other.limit_amount is not distinct from now.limit_amount as same
  from term_now as now
  join policy_term as other
    on other.care_group = now.care_group and other.disease = now.disease and split_part(other.policy_id, '@', 1) = split_part(now.policy_id, '@', 1)
      and (other.policy_id <> now.policy_id)::integer + (other.filing <> now.filing)::integer + (other.tier <> now.tier)::integer
        + (other.person_group <> now.person_group)::integer = 1
  where other.flaw is null
),
history_change as (
  select row_no, term, 'admission:' || n as change, n as admission_no, false as blank
  from (select row_no, term, admission_no, unnest(range(1, len(standards) + 1)) as n from questioned where deductible_mode = 'PER_VISIT')
  where n <> least(admission_no, 99)
  union all
  select row_no, term, 'history:none', 1, true from questioned
)
select row_no, term, change, null::integer as admission_no, false as blank from term_change where not same
union all
from history_change
