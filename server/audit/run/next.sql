-- What becomes of each finding of the rules that were run: `take` what was found, `close` what no longer holds, `keep` it as it stands.
-- A held rule touches its held findings only. Of a rule that was run in part, findings out of its scope stand.
select *,
  act = 'close' or act = 'take' and (was_state is null or was_state <> state or was_evidence <> evidence_hash) as told,
  act = 'take' and was_evidence <> evidence_hash as evidence_changed
from (
  select finding, rule, coalesce(found.subject, held.subject) as subject, act,
    case act
      when 'take' then if(outcome = 'held', 'held', target)
      when 'close' then 'closed'
      else held.state end as state,
    case act
      when 'take' then null
      when 'close' then
        case when outcome = 'retired' then 'rule_retired' when outcome = 'unsupplied' then 'not_supplied' when held.rule_hash <> ruled.rule_hash then 'rule_changed' else 'evidence_gone' end
      else held.closed_reason end as closed_reason,
    if(act = 'take', ruled.version, held.version) as version,
    if(act = 'take', ruled.rule_hash, held.rule_hash) as rule_hash,
    if(act = 'take', ruled.parameters, held.parameters) as parameters,
    if(act = 'take', found.evidence_hash, held.evidence_hash) as evidence_hash,
    if(act = 'take', found.claims, held.claims) as claims,
    if(act = 'take', found.lines, held.lines) as lines,
    if(act = 'take', found.shown, held.shown) as shown,
    if(act = 'take', found.lead, held.lead) as lead,
    if(act = 'take', found.owners, held.owners) as owners,
    if(act = 'take', found.person_id, held.person_id) as person_id,
    if(act = 'take', found.institution_code, held.institution_code) as institution_code,
    if(act = 'take', found.insured_area, held.insured_area) as insured_area,
    if(act = 'take', found.care_area, held.care_area) as care_area,
    if(act = 'take', place.insured_province, held.insured_province) as insured_province,
    if(act = 'take', place.care_province, held.care_province) as care_province,
    if(act = 'take', found.day, held.day) as day,
    if(act = 'take', found.act_end, held.act_end) as act_end,
    coalesce(held.first_run, ruled.run) as first_run,
    if(act = 'take', ruled.run, held.last_run) as last_run,
    held.state as was_state, held.evidence_hash as was_evidence, ruled.run
  from (
    select coalesce(found.finding, held.finding) as finding, coalesce(found.rule, held.rule) as rule, found, held,
      case
        when ruled.outcome = 'held' and held.state <> 'held' then 'keep'
        when found.finding is not null then 'take'
        when held.state = 'closed' then 'keep'
        else 'close' end as act,
      ruled.outcome, ruled.target, ruled
    from temp.audit_found as found
    full join (
      select finding.* from finding join temp.audit_outcome as ruled using (rule)
      where not ruled.part or finding in (select finding from temp.audit_scope union all select finding from temp.audit_found)
    ) as held on held.finding = found.finding
    join temp.audit_outcome as ruled on ruled.rule = coalesce(found.rule, held.rule)
  )
  left join (
    select finding, if(count(distinct insured_province) = 1, any_value(insured_province), null) as insured_province,
      if(count(distinct care_province) = 1, any_value(care_province), null) as care_province
    from temp.audit_place group by finding
  ) as place using (finding)
)
