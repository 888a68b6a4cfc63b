-- The differing claims that no smaller change explains, with what a change may replace.
select row_no, s1, remembered.term, own.first_pay_ratio, admission_no, remembered.deductible_mode, len(standards) as last_admission, lines_differ, route, catalogue_direct, catalogue_manual,
  -- What of the year's limits was used up before it, and so may have been forgotten.
  list_filter([
    case when cap_spent > 0 or cap_in_scope > 0 or not history_known and remaining_limit < cap_amount then 'ceiling:unspent' end,
    case when disease_spent > 0 then 'limit:unspent' end,
    case when serious_spent > 0 then 'layer_ceiling:serious_illness' end,
    case when large_spent > 0 then 'layer_ceiling:large_amount' end,
    case when civil_spent > 0 then 'layer_ceiling:civil_servant' end,
    case when aid_spent > 0 then 'layer_ceiling:medical_aid' end
  ], lambda change: change is not null) as forgettable
from differing
join remembered using (row_no)
join (select term, standards, first_pay_ratio from policy_term) as own on own.term = remembered.term
join (select policy_id, catalogue_direct, catalogue_manual from policy_version) as version using (policy_id)
where row_no not in (select row_no from explanation)
