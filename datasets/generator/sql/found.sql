-- What the chain found for each claim, in fen. plain: the fund is a plain function of what is in scope, one band, no ceiling or limit near, no layer,
-- and the last of that person in the year, so that nothing hangs on it.
create table found as
with
told as (
  select
    claim.*, fen(settled.in_scope_due) as in_scope, fen(settled.deductible_standard_due) as deductible_standard, fen(settled.deductible_due) as deductible_paid,
    fen(calculated) as calculated,
    -- Who was settled once was settled beside nothing paid before.
    fen(cap_left) - case when claim.person in (from resettled) or care_kind in ('inpatient', 'chronic') then 0 else coalesce(sum(fen(basic_due)) over (
      partition by claim.person, claim.benefit_year, care_kind in ('inpatient', 'chronic') order by settled_at, claim rows between unbounded preceding and 1 preceding), 0) end::bigint
      as remaining_limit,
    fen(basic_due) as basic_fund, fen(serious_due) as serious_illness_fund, fen(large_due) as large_amount_fund,
    fen(civil_due) as civil_servant_fund, fen(aid_due) as medical_aid_fund, fen(fund_due) as fund,
    -- The most that a layer may count.
    fen(greatest(coalesce(serious_before, 0), coalesce(large_before, 0)) + in_scope_due + first_pay_due - basic_due)
      + coalesce(opened_in_scope - opened_fund, 0) as own_share_so_far,
    settled_at = max(settled_at) over (partition by person, benefit_year) as last_of_year
  from claim
  join (
    select
      claim_id, first_pay_due, in_scope_due, deductible_standard_due, deductible_due, calculated, cap_left, basic_due, serious_due, large_due, civil_due, aid_due,
      fund_due, serious_before, large_before
    from settled
  ) as settled on settled.claim_id = claim
)
select
  told.* exclude (own_share_so_far),
  last_of_year and ratio > 0 and basic_fund = calculated and fund = basic_fund and in_scope > deductible_paid + 1000 and total - in_scope > total // 100
    and not civil_servant and aid_class is null and basic_fund < coalesce(remaining_limit, 1000000000000) * 9 // 10
    and own_share_so_far < coalesce(own_share, 1000000000000) * 9 // 10 and (limit_amount is null or basic_fund < 90 * limit_amount) as plain,
  -- What the person may still bear before a layer pays.
  greatest(coalesce(own_share, 1000000000000) - own_share_so_far, 0)::bigint as layer_room,
  -- Of settlement errors (mistakes.sql): the class, what explains it, by how much the person's share is misstated and the fund overpaid.
  null::varchar as mistake, null::varchar as explained, 0::bigint as misstated, 0::bigint as overpaid
from told
join (select term, limit_amount from policy_term) as policy_term using (term)
left join layer_threshold using (policy_id);
