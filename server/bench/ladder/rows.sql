-- Some claims as an engine that reads one after another is given them: everything the twelve rules ask for, the register looked up and the diagnosis told already.
select claim_id as claim, coalesce(visit, false) as visit, coalesce(care_group = 'inpatient', false) as inpatient, coalesce(route = 'direct', false) as direct,
  coalesce(care_scope = 'cross_province', false) as crossing, coalesce(filing_class = 'NONE', false) as unfiled, coalesce(emergency, false) as emergency,
  third_party is null as unspoken, coalesce(regexp_matches(main_diagnosis, '^([ST]\d|[VW]\d)'), false) as injury, coalesce(nights, 9999)::integer as nights,
  coalesce(fund_total, 0)::double as fund,
  coalesce(if(person_state not in ('quarantined', 'unknown'), visit_begin - death_date, null), -1)::integer as late
from claim left join register_person using (person_id)
order by hash(claim_id)
