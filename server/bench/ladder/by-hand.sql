-- The twelve rules of rules.ts as one would write them by hand: one pass, what several rules ask for asked once, the rest only of rows that some rule takes.
select hit.rule, concat_ws('|', encounter_key, begin_date) as subject, person_id::varchar as person_id, institution_code, insured_area, care_area, begin_date as day,
  [claim_id] as claims, []::varchar[] as lines, hit."values" as "values", false as lead
from (
  select *, unnest([
    case when injury and fund_total >= 1 then {'rule': 'BN-INJURY-1', 'values': json_object('main_diagnosis', main_diagnosis, 'fund_total', fund_total::varchar, '$from', '1')::varchar} end,
    case when injury and fund_total >= 901 then {'rule': 'BN-INJURY-2', 'values': json_object('main_diagnosis', main_diagnosis, 'fund_total', fund_total::varchar, '$from', '901')::varchar} end,
    case when injury and fund_total >= 1801 then {'rule': 'BN-INJURY-3', 'values': json_object('main_diagnosis', main_diagnosis, 'fund_total', fund_total::varchar, '$from', '1801')::varchar} end,
    case when short and fund_total >= 1 then {'rule': 'BN-SHORT-1', 'values': json_object('nights', nights::varchar, 'fund_total', fund_total::varchar, '$from', '1')::varchar} end,
    case when short and fund_total >= 901 then {'rule': 'BN-SHORT-2', 'values': json_object('nights', nights::varchar, 'fund_total', fund_total::varchar, '$from', '901')::varchar} end,
    case when short and fund_total >= 1801 then {'rule': 'BN-SHORT-3', 'values': json_object('nights', nights::varchar, 'fund_total', fund_total::varchar, '$from', '1801')::varchar} end,
    case when late > 0 then {'rule': 'BN-DEAD-1', 'values': json_object('register.death_date', death_date::varchar, 'visit_begin', visit_begin::varchar, '$from', '0')::varchar} end,
    case when late > 1 then {'rule': 'BN-DEAD-2', 'values': json_object('register.death_date', death_date::varchar, 'visit_begin', visit_begin::varchar, '$from', '1')::varchar} end,
    case when late > 2 then {'rule': 'BN-DEAD-3', 'values': json_object('register.death_date', death_date::varchar, 'visit_begin', visit_begin::varchar, '$from', '2')::varchar} end,
    case when unfiled and fund_total >= 1 then {'rule': 'BN-UNFILED-1', 'values': json_object('filing_class', filing_class, 'fund_total', fund_total::varchar, '$from', '1')::varchar} end,
    case when unfiled and fund_total >= 901 then {'rule': 'BN-UNFILED-2', 'values': json_object('filing_class', filing_class, 'fund_total', fund_total::varchar, '$from', '901')::varchar} end,
    case when unfiled and fund_total >= 1801 then {'rule': 'BN-UNFILED-3', 'values': json_object('filing_class', filing_class, 'fund_total', fund_total::varchar, '$from', '1801')::varchar} end
  ]) as hit
  from (
    select encounter_key, claim_id, claim.person_id, claim.institution_code, insured_area, care_area, begin_date, main_diagnosis, nights, visit_begin, filing_class, fund_total,
      death_date,
      care_group = 'inpatient' and third_party is null and regexp_matches(main_diagnosis, '^([ST]\d|[VW]\d)') as injury,
      care_group = 'inpatient' and emergency and nights <= 1 as short,
      if(person_state not in ('quarantined', 'unknown'), visit_begin - death_date, null) as late,
      care_group = 'inpatient' and route = 'direct' and care_scope = 'cross_province' and filing_class = 'NONE' and not emergency as unfiled
    from claim left join register_person using (person_id)
    where visit
  )
  where (injury or short or unfiled) and fund_total >= 1 or late > 0
)
where hit is not null
