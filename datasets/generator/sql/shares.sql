-- Out of scope by kind (as drawn: where there are lines, they decide), the person's share by purse. Remainders stay where they arise. A purse
-- opens for a whole visit only.
create table account as
with
split as (
  select
    claim.i, kind, claim.begin_date, claim.end_date, settled_at, benefit_year, route, care_kind, scheme, institution_code, term, total, paid.* exclude (ratio, misstated),
    -- Several bands have no one ratio.
    paid.ratio // 10000 as ratio,
    total - paid.in_scope - extra_first_pay as out_of_scope, total - fund + misstated as personal_share
  from claim join paid using (claim)
),
purses as (
  select
    *,
    floor(out_of_scope * (0.08 + 0.1 * u(i, 'over')))::bigint as over_limit,
    floor(out_of_scope * (0.3 + 0.2 * u(i, 'first pay')))::bigint as first_pay,
    case when scheme = '310' then floor(400000 * u(i, 'balance') ** 2)::bigint else 0 end as purse,
    kind = 'whole' and u(i, 'account') < case when care_kind = 'pharmacy' then 0.85 else 0.6 end as uses_account,
    kind = 'whole' and scheme = '310' and u(i, 'family') < 0.03 as uses_family
  from split
),
opened as (
  select *, case when uses_account then least(purse, personal_share) else 0 end as account_paid from purses
)
select
  * exclude (uses_account, uses_family, purse),
  purse - account_paid as account_balance,
  case when uses_family then least((personal_share - account_paid) // 2, 50000) else 0 end as family_account_paid
from opened;
