-- A copy of the year for each scenario, what is taken out wholly as self-pay.
select claim.* exclude (year_no) replace (
  copy.copied as claim_id, copy.scenario::varchar as person_id,
  case when whole.claim_id is null then claim.full_self_pay else total_cost end::decimal(16, 2) as full_self_pay,
  case when whole.claim_id is null then claim.over_limit else 0 end::decimal(16, 2) as over_limit,
  case when whole.claim_id is null then claim.first_pay else 0 end::decimal(16, 2) as first_pay,
  case when whole.claim_id is null then claim.in_scope else 0 end::decimal(16, 2) as in_scope
)
from temp.money_copy as copy join temp.money_year_claim as claim using (year_no, claim_id)
left join (select * from temp.money_taken where line_key = '*') as whole on whole.scenario = copy.scenario and whole.claim_id = copy.claim_id
