-- Out of scope by kind, the person's share by purse. Remainders stay where they arise, so that every sum is exact.
-- filing_term names the filing that covers the visit: 0 for long-term ones, the half-year of admission for referrals, null where there is none.
create table settled as
with
split as (
  select
    *,
    floor(out_of_scope * (0.08 + 0.1 * u(i, 'over')))::bigint as over_limit,
    floor(out_of_scope * (0.3 + 0.2 * u(i, 'first pay')))::bigint as first_pay,
    total - fund as personal_share
  from adjusted
),
purses as (
  select
    split.*,
    stay.* exclude (i, cell, person_group, insured, weight, drawn_days, settled_on, tier_place),
    dated.* exclude (i, admission),
    case when stay.scheme = '310' then floor(400000 * u(i, 'balance') ** 2)::bigint else 0 end as purse,
    case when u(i, 'account') < 0.6 then 1 else 0 end as uses_account,
    case when stay.scheme = '310' and u(i, 'family') < 0.03 then 1 else 0 end as uses_family
  from split join stay using (i) join dated using (i)
),
paid as (
  select *, least(purse, personal_share) * uses_account as account_paid from purses
)
select
  *,
  case
    when scope <> 'cross_province' or class = 'TMP_EMERG' then null
    when class = 'TMP_REFER' then year(begin_date) * 2 + (month(begin_date) - 1) // 6
    else 0
  end as filing_term,
  purse - account_paid as account_balance,
  least((personal_share - account_paid) // 2, 50000) * uses_family as family_account_paid
from paid;
