-- Planted claims as an erring system took them: by another row of the same policy, as another person's, after another history. Its first-pay follows.
update settle_claim set
  term = taken.term, first_pay = yuan(half_up(taken.payable, taken.extra_ratio)), in_scope = yuan(taken.payable - half_up(taken.payable, taken.extra_ratio))
from (
  select erring.claim, claim.payable, other.term, coalesce((10000 * other.first_pay_ratio)::bigint, 0) as extra_ratio
  from erring
  join claim using (claim)
  join policy_term as own on own.term = claim.term
  join policy_term as other on other.policy_id = own.policy_id and other.care_group = own.care_group and other.disease = own.disease
    and other.person_group = coalesce(erring.person_group, own.person_group) and other.tier = coalesce(erring.tier, own.tier)
    and other.filing = coalesce(erring.filing, own.filing)
) as taken
where taken.claim = settle_claim.claim_id;
update settle_claim set aid_class = coalesce(erring.aid_class, settle_claim.aid_class), civil_servant = coalesce(erring.civil_servant, settle_claim.civil_servant)
from erring where erring.claim = settle_claim.claim_id;
update settle_claim set
  opening_as_of = settled_at::date - 1, opening_admissions = erring.admissions, opening_in_scope = yuan(0), opening_deductible = yuan(0),
  opening_basic = yuan(erring.basic_fund)
from erring where erring.claim = settle_claim.claim_id and erring.admissions is not null;
