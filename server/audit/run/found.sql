-- One finding for all rows of a rule about one subject. Its evidence is what the records say: shown values without those that come from parameters.
select left(sha256(rule || ' ' || subject), 32) as finding, rule, subject,
  sha256(cast(to_json([claims, lines, evidence]) as varchar)) as evidence_hash,
  claims, lines, shown, person_id, institution_code, insured_area, care_area, day
from (
  select rule, subject,
    list_sort(list_distinct(flatten(list(claims)))) as claims,
    list_sort(list_distinct(flatten(list(lines)))) as lines,
    list_sort(list_distinct(list("values"))) as shown,
    list_sort(list_distinct(list(cast(json_merge_patch("values", patch) as varchar)))) as evidence,
    min(person_id) as person_id, min(institution_code) as institution_code,
    min(insured_area) as insured_area, min(care_area) as care_area, min(day) as day
  from temp.audit_row join temp.audit_outcome using (rule)
  group by rule, subject
)
