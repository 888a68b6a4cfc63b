-- One finding for all rows of a rule about one subject, a lead where each of them is one. Its evidence is what the records say: shown values without those that come from parameters.
-- Whose and where it is, where the rows do not say it, its claims say as far as they agree.
with gathered as (
  select left(sha256(rule || ' ' || subject), 32) as finding, rule, subject,
    list_sort(list_distinct(flatten(list(claims)))) as claims,
    list_sort(list_distinct(flatten(list(lines)))) as lines,
    list_sort(list_distinct(list("values"))) as shown,
    list_sort(list_distinct(list(cast(json_merge_patch("values", patch) as varchar)))) as evidence,
    bool_and(lead) as lead,
    coalesce(list_sort(list_distinct(list(owner) filter (where owner is not null))), []) as owners,
    min(person_id) as person_id, min(institution_code) as institution_code,
    min(insured_area) as insured_area, min(care_area) as care_area, min(day) as day, max(day) as last_day
  from temp.audit_row join temp.audit_outcome using (rule)
  group by rule, subject
),
claimed as (
  select finding,
    if(count(distinct claim.person_id) = 1, cast(any_value(claim.person_id) as varchar), null) as person_id,
    if(count(distinct claim.institution_code) = 1, any_value(claim.institution_code), null) as institution_code,
    if(count(distinct claim.insured_area) = 1, any_value(claim.insured_area), null) as insured_area,
    if(count(distinct claim.care_area) = 1, any_value(claim.care_area), null) as care_area,
    min(claim.begin_date) as day,
    max(coalesce(claim.visit_end, cast(claim.settled_at as date), claim.begin_date)) as act_end
  from (select finding, unnest(claims) as claim_id from gathered) join claim using (claim_id)
  group by finding
)
select finding, rule, subject, sha256(cast(to_json([claims, lines, evidence]) as varchar) || if(lead, ' lead', '')) as evidence_hash,
  claims, lines, shown, lead, owners,
  coalesce(gathered.person_id, claimed.person_id) as person_id,
  coalesce(gathered.institution_code, claimed.institution_code) as institution_code,
  coalesce(gathered.insured_area, claimed.insured_area) as insured_area,
  coalesce(gathered.care_area, claimed.care_area) as care_area,
  coalesce(gathered.day, claimed.day) as day,
  coalesce(claimed.act_end, gathered.last_day) as act_end
from gathered left join claimed using (finding)
