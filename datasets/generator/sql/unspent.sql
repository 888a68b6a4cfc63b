-- Claims settled as if nothing of the ceiling had been spent: by a term like their own whose ceiling counts nobody's spending.
insert into policy_term by name
select * replace (-term as term, false as cap_inpatient, false as cap_outpatient, false as cap_chronic)
from policy_term where term in (select term from settle_claim where claim_id in (from unspent_claim));
update settle_claim set term = -term where claim_id in (from unspent_claim);
