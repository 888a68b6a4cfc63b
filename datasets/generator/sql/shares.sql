-- Out of scope by kind (as drawn: where there are lines, they decide), the person's share by purse. Remainders stay where they arise.
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
    stay.* exclude (i, cell, person_group, insured, weight, drawn_days, tier_place, special),
    dated.begin_date, dated.end_date,
    settled_on + to_seconds((28800 + 32400 * u(i, 'clock'))::integer) as settled_at,
    case when stay.scheme = '310' then floor(400000 * u(i, 'balance') ** 2)::bigint else 0 end as purse,
    u(i, 'account') < case when care_kind = 'pharmacy' then 0.85 else 0.6 end as uses_account,
    stay.scheme = '310' and u(i, 'family') < 0.03 as uses_family
  from split join stay using (i) join dated using (i)
),
paid as (
  select *, case when uses_account then least(purse, personal_share) else 0 end as account_paid from purses
)
select
  * exclude (uses_account, uses_family),
  purse - account_paid as account_balance,
  case when uses_family then least((personal_share - account_paid) // 2, 50000) else 0 end as family_account_paid
from paid;
