-- What would become of a rule's findings: temp.audit_found is what the candidate finds, `finding` what stands. `said` is the verdict on the evidence meant:
-- of a gained finding the evidence it would have, of the others the evidence that stands.
with
standing as (select * from finding where rule = RULE and state <> 'closed'),
said as (select finding, evidence_hash, arg_max(label, verdict) as label from verdict where rule = RULE and ended is null group by finding, evidence_hash)
select coalesce(found.finding, standing.finding) as finding,
  case when standing.finding is null then 'gained' when found.finding is null then 'lost' else 'kept' end as change,
  coalesce(found.evidence_hash <> standing.evidence_hash, false) as evidence_changed,
  coalesce(found.subject, standing.subject) as subject,
  coalesce(found.lead, standing.lead) as lead,
  coalesce(found.claims, standing.claims) as claims, coalesce(found.lines, standing.lines) as lines, coalesce(found.shown, standing.shown) as shown,
  coalesce(found.institution_code, standing.institution_code) as institution_code, coalesce(found.day, standing.day) as day,
  said.label as verdict,
  coalesce(said.label = 'confirmed' and found.finding is null or said.label = 'dismissed' and standing.finding is null, false) as contradicts
from temp.audit_found as found
full join standing using (finding)
left join said on said.finding = coalesce(found.finding, standing.finding) and said.evidence_hash = coalesce(standing.evidence_hash, found.evidence_hash)
