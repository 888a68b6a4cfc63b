-- S0. The latest balance that the area states of the person's benefit year before the day of a claim.
select claim_id, as_of as opening_as_of, admissions as opening_admissions, balance.in_scope as opening_in_scope, deductible_paid as opening_deductible,
  basic_fund as opening_basic, serious_illness_fund as opening_serious, large_amount_fund as opening_large, civil_servant_fund as opening_civil,
  medical_aid_fund as opening_aid
from (
  select claim_id, insured_area, person_no, scheme, benefit_year, settled_at::date as day
  from claim where person_no is not null and settled_at is not null and route in ('direct', 'manual') /*part*/
) as this
asof join (
  select insured_area, person_no, scheme, benefit_year, as_of, admissions, in_scope, deductible_paid, basic_fund, serious_illness_fund, large_amount_fund,
    civil_servant_fund, medical_aid_fund
  from accumulator where batch_to is null
) as balance
  on balance.insured_area = this.insured_area and balance.person_no = this.person_no and balance.scheme = this.scheme
    and balance.benefit_year = this.benefit_year and this.day > balance.as_of
