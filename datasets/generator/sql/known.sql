-- What the pass before found to be paid.
create or replace temp table known as
select claim_id, deductible_due, basic_due, serious_due, large_due, civil_due, aid_due from settled;
