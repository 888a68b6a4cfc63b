-- The differing claims that no smaller change explains, with what a change may replace.
select row_no, s1, remembered.term, own.first_pay_ratio, admission_no, remembered.deductible_mode, len(standards) as last_admission, lines_differ, route, catalogue_direct, catalogue_manual
from differing
join remembered using (row_no)
join (select term, standards, first_pay_ratio from policy_term) as own on own.term = remembered.term
join (select policy_id, catalogue_direct, catalogue_manual from policy_version) as version using (policy_id)
where row_no not in (select row_no from explanation)
