-- line_link: owners of lines beside what rules ask of their claim. A claim takes the lines of one reporter: the insured side's, where it brought
-- none those of an unnamed one, else the care side's. The others stay, not used. alone: no other owner goes by this number, so that the number alone
-- tells its lines.
with
crowd as (
  select names, named from line_owner where named in (select named from pair_part) group by names, named having count(*) > 1
)
select owner_area, owner_institution, owner.names, owner.named, reporter, reporter_rank = first_rank as used, crowd.named is null as alone,
  lines, line_amount, drug_amount, examination_amount, laboratory_amount, treatment_amount, consumable_amount,
  claim_id, visit_id, person_id, person_state, sex, age, age_days, person_type, insured_area, insured_province, care_area, care_province, care_scope,
  route, care_type, care_group, scheme, tier, institution_code, filing_class, main_diagnosis, disease, emergency, visit_begin, visit_end,
  settled_at, month, benefit_year
from (
  select insured_area as owner_area, institution_code as owner_institution, columns(* exclude (insured_area, institution_code)),
    case reporter when 'insured' then 0 when 'care' then 2 else 1 end as reporter_rank
  from pair_part
) as owner
join (
  select claim_id, min(case reporter when 'insured' then 0 when 'care' then 2 else 1 end) as first_rank from pair_part group by claim_id
) as chosen using (claim_id)
join claim using (claim_id)
left join crowd on crowd.names = owner.names and crowd.named = owner.named
