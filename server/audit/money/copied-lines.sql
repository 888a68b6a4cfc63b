-- The lines of the copies. What is taken out has no item: a line that the catalogue does not list keeps its split, and that is self-pay.
select claim_id,
  case when not taken then item_code end as item_code, day, quantity, price, amount, hospital_approved,
  case when taken then amount else full_self_pay end as full_self_pay, case when taken then 0 else over_limit end as over_limit,
  case when taken then 0 else first_pay end as first_pay, case when taken then 0 else in_scope end as in_scope
from (
  select line.* exclude (claim_id), copy.copied as claim_id, coalesce(whole.claim_id, one.claim_id) is not null as taken
  from (
    select claim_id, /*line_key*/ as line_key, item_code, day, quantity, price, amount, hospital_approved, full_self_pay, over_limit, first_pay, in_scope
    from line where claim_id in (select claim_id from temp.money_copy)
  ) as line
  join temp.money_copy as copy using (claim_id)
  left join (select * from temp.money_taken where line_key = '*') as whole on whole.scenario = copy.scenario and whole.claim_id = copy.claim_id
  left join temp.money_taken as one on one.scenario = copy.scenario and one.claim_id = copy.claim_id and one.line_key = line.line_key
)
