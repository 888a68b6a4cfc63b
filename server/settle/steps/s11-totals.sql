-- S11. What the funds should have paid in all, and what is left to the person. Funds that are not settled again are taken as recorded.
select *,
  (basic_due + serious_due + large_due + civil_due + aid_due + coalesce(other_funds, 0))::decimal(16, 2) as fund_due,
  (total_cost - basic_due - serious_due - large_due - civil_due - aid_due - coalesce(other_funds, 0) - coalesce(hospital_share, 0))::decimal(16, 2) as personal_due
from aid_paid
