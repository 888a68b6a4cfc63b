-- What each finding takes out of the claims that can be settled again: named lines, or everything (`*`).
select touched.standing, year_no, finding, claim_id, '*' as line_key
from temp.money_touched as touched join temp.money_method using (standing, claim_id)
where implicates = 'settlement' and disallowing = 'settled'
union all
select line.standing, year_no, finding, claim_id, line_key
from temp.money_line as line join temp.money_method using (standing, claim_id)
where disallowing = 'settled'
