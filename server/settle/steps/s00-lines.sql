-- S0. The lines of the claims to be settled again.
select claim_id, item_code, day, quantity, price, amount, hospital_approved, full_self_pay, over_limit, first_pay, in_scope
from line where claim_id in (select claim_id from settle_claim)
