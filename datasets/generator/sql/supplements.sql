-- Supplementary settlements (setl_type 3): weeks after a costly stay elsewhere an employer's supplementary insurance takes a share of what the person paid, by
-- hand, on the same encounter. What is handed in again is what is paid; no visit, and nothing of it counts in the benefit year.
insert into settlement by name
with
drawn as (
  select settlement.*, settled_at + to_days((20 + 70 * u(i, 'supplemented'))::integer) as again_at, personal_share * (2 + (hash(i, 'supplement') % 5)::bigint) // 10 as again
  from settlement join encounter using (i) join person using (person)
  where kind = 'whole' and care_kind = 'inpatient' and scope = 'cross_province' and scheme = '310' and personal_share > 500000
    and not refunded and u(i, 'supplement') < 0.004
)
select
  i, 'supplement' as kind, left(serial, 10) || '9' as serial, encounter_serial, null::varchar as reverses, begin_date, end_date, again_at as settled_at, benefit_year,
  again as total, 0 as full_self_pay, 0 as over_limit, 0 as first_pay, 0 as extra_first_pay, again as in_scope, 0 as deductible_standard, 0 as deductible_due,
  0 as deductible_paid, 0 as ratio, term, 0 as basic_fund, 0 as civil_servant_fund, 0 as serious_illness_fund, 0 as large_amount_fund, 0 as medical_aid_fund,
  again as fund, 0 as personal_share, 0 as account_paid, 0 as family_account_paid, 0 as account_balance, null::bigint as remaining_limit, false as refunded,
  true as valid, null::varchar as invoice_no
from drawn where again_at::date <= getvariable('last_day')::date;
