-- S1. Each line split by the catalogue of the side that the policy names for the route, on the line's day: out of catalogue, over limit, first-pay, the
-- rest in scope (domain note §2.3). A line that the catalogue does not list keeps the split it came with.
with
charged_at as (
  select claim_id,
    case when regexp_full_match(province, '\d{6}') then area_place(province) end as by_area,
    case when regexp_full_match(province, '\d{6}') and tier in ('0', '1', '2', '3') then kind_place(province, scheme, tier) end as by_kind
  from (
    select claim_id, claim.scheme, tier,
      case when case route when 'manual' then catalogue_manual else catalogue_direct end = '/*care*/' then care_province else insured_province end as province
    from settle_claim as claim join policy_version as version using (policy_id)
    where cannot is null /*part*/
  )
),
listed as (
  select line.*,
    nation.item is not null as listed,
    coalesce(own.item_class, nation.item_class) as class_due,
    coalesce(own.first_pay_ratio, nation.first_pay_ratio) as ratio_due,
    coalesce(own.price_limit, nation.price_limit) as limit_due,
    coalesce(own.restricted, nation.restricted) and hospital_approved in ('0', '2') as unapproved,
    coalesce(own.file, nation.file) as catalogue_file, coalesce(own.line, nation.line) as catalogue_line, coalesce(own.source, nation.source) as catalogue_source
  from settle_line as line
  join charged_at using (claim_id)
  left join catalogue_charge as nation
    on nation.area = '000000' and nation.item_code = line.item_code and line.day between nation.valid_from and nation.valid_to
  left join catalogue_charge as own
    on own.charge = charge_key(nation.item, nation.grain, by_area, by_kind) and line.day between own.valid_from and own.valid_to
),
cut as (
  select *,
    class_due = '03' or ratio_due >= 1 or unapproved as out_of_catalogue,
    case when limit_due > 0 then round(greatest(price - limit_due, 0)::decimal(22, 6) * quantity, 2) else 0 end::decimal(16, 2) as above_limit
  from listed
),
paid_first as (
  select *, round((amount - above_limit) * ratio_due, 2)::decimal(16, 2) as share_first from cut
)
select * exclude (out_of_catalogue, above_limit, share_first),
  case when not listed then coalesce(full_self_pay, 0) when out_of_catalogue then amount else 0 end::decimal(16, 2) as full_self_pay_due,
  case when not listed then coalesce(over_limit, 0) when out_of_catalogue then 0 else above_limit end::decimal(16, 2) as over_limit_due,
  case when not listed then coalesce(first_pay, 0) when out_of_catalogue then 0 else share_first end::decimal(16, 2) as first_pay_due,
  case when not listed then coalesce(in_scope, 0) when out_of_catalogue then 0 else amount - above_limit - share_first end::decimal(16, 2) as in_scope_due
from paid_first
