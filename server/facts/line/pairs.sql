-- Owners of owner_part with the claim they belong to. Lines that name a settlement belong to it alone; lines that name none, to the encounter's
-- settlement that counts the visit. The care side's numbers are spaces of their own: they reach a claim through its paired copy.
-- Where several claims answer, the first takes the lines, so that none is counted twice.
with answer as (
  select claim_id, 'settlement' as names, settlement_id as named, insured_area, institution_code, reported_by = 'care' as from_care from claim
  union all
  select claim_id, 'encounter', encounter_id, insured_area, institution_code, reported_by = 'care' from claim where visit
)
select columns(* exclude claim_id), min(claim_id) as claim_id
from (
  select owner.*, claim_id
  from owner_part as owner join answer using (names, named, insured_area)
  where from_care = (reporter = 'care') and (owner.names = 'settlement' or answer.institution_code = owner.institution_code)
  union all
  select owner.*, claim_id
  from owner_part as owner join claim on claim.care_settlement_id = named and claim.institution_code = owner.institution_code
  where names = 'settlement' and reporter = 'care'
  union all
  select owner.*, claim_id
  from owner_part as owner join claim on claim.care_encounter_id = named and claim.institution_code = owner.institution_code
  where names = 'encounter' and reporter = 'care' and claim.visit
)
group by all
