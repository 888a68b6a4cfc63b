-- Claims that findings touch and all others of their years. exact: re-settlement says to the fen what was due. known: it says what must have been due at
-- least or at most. A policy file that most payments contradict says neither.
select claim.claim_id, year.year_no, claim.settled_at, settled.s1, claim.total_cost,
  coalesce(judged = 'exact' and not policy_defect and year.settlements <= /*longest*/, false) as exact,
  coalesce(judged in ('exact', 'interval') and not policy_defect, false) as known,
  coalesce(judged = 'interval', false) as within_bounds
from claim
left join resettlement as settled using (claim_id)
left join temp.money_year as year on year.person_id = settled.person_id and year.insured_city = settled.insured_city and year.scheme = settled.scheme
  and year.benefit_year = settled.benefit_year
where year.year_no is not null or claim.claim_id in (select claim_id from temp.money_touched)
