-- Persons for whom a pass changed an amount; its amounts take the place of those before.
create or replace temp table unsettled as
select distinct again.person_id as person
from settled_again as again join known using (claim_id)
where (again.deductible_due, again.basic_due, again.serious_due, again.large_due, again.civil_due, again.aid_due)
  is distinct from (known.deductible_due, known.basic_due, known.serious_due, known.large_due, known.civil_due, known.aid_due);
-- What a ceiling leaves changes with amounts before, though the own ones do not.
delete from settled where person_id in (select person_id from settled_again);
insert into settled from settled_again;
delete from known where claim_id in (select claim_id from settled_again where person_id in (from unsettled));
insert into known select claim_id, deductible_due, basic_due, serious_due, large_due, civil_due, aid_due from settled_again where person_id in (from unsettled);
