-- Everything that the losses of one standing in one person-year rest on, as a fingerprint: findings and what they take out, the claims and lines of the year, what
-- re-settlement says of them, policies and catalogue.
with
unit as (from temp.money_unit),
taken as (
  select standing, year_no, sum(hash(finding, claim_id, line_key)::hugeint) as taken from temp.money_disallowed group by all
),
differing as (
  select method.standing, method.year_no, sum(hash(claim_id)::hugeint) as differing
  from temp.money_method as method where differs group by all
),
-- Years are numbered anew in every run: their numbers are no part of it.
claims as (
  select year.year_no, sum(hash(claim)::hugeint) as claims
  from (select * exclude (year_no) from temp.money_year_claim) as claim
  join (select claim_id as named, year_no from temp.money_year_claim) as year on named = claim.claim_id
  group by all
),
lines as (
  select year_no, sum(hash(claim_id, /*line_key*/, item_code, day, quantity, price, amount, hospital_approved, line.full_self_pay, line.over_limit, line.first_pay, line.in_scope)::hugeint) as lines
  from line join (select claim_id, year_no from temp.money_year_claim) as claim using (claim_id)
  group by all
),
settled as (
  select year_no, sum(hash(claim_id, exact, fund, recorded, due)::hugeint) as settled
  from temp.money_recorded join (select claim_id, exact from temp.money_claim) as claim using (claim_id)
  group by all
)
select standing, year_no, md5(concat_ws(' ', /*ground*/, standing, taken, differing, claims, lines, settled)) as basis
from unit join taken using (standing, year_no) left join differing using (standing, year_no) left join claims using (year_no)
left join lines using (year_no) left join settled using (year_no)
