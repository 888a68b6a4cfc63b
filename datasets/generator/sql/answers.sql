-- Of what the chain says of a claim, what is asked here: a tenth of its columns.
select
  claim_id, person_id, benefit_year, care_group, term, deductible_mode, cap_outpatient, first_pay_due, in_scope_due, deductible_standard_due, deductible_due, calculated, cap_left,
  basic_due, serious_due, large_due, civil_due, aid_due, fund_due, serious_before, large_before
from on_record
