-- Owners of owner_part with the claim they belong to. Lines that name a settlement belong to it alone; lines that name none, to the encounter's
-- settlement that counts the visit. The care side's numbers are spaces of their own: they reach a claim through its paired copy.
-- Where several claims answer, the first takes the lines, so that none is counted twice.
select columns(* exclude claim_id), min(claim_id) as claim_id
from (
  select owner.*, claim_id
  from owner_part as owner join claim
    on claim.settlement_id = owner.settlement_id and claim.insured_area = owner.insured_area
    and (claim.reported_by = 'care') = (owner.reported_by = 'care')
  union all
  select owner.*, claim_id
  from owner_part as owner join claim
    on claim.care_settlement_id = owner.settlement_id and claim.institution_code = owner.institution_code
  where owner.reported_by = 'care'
  union all
  select owner.*, claim_id
  from owner_part as owner join claim
    on claim.encounter_id = owner.encounter_id and claim.insured_area = owner.insured_area
    and claim.institution_code = owner.institution_code and (claim.reported_by = 'care') = (owner.reported_by = 'care')
  where owner.settlement_id is null and claim.visit
  union all
  select owner.*, claim_id
  from owner_part as owner join claim
    on claim.care_encounter_id = owner.encounter_id and claim.institution_code = owner.institution_code
  where owner.settlement_id is null and owner.reported_by = 'care' and claim.visit
)
group by all
