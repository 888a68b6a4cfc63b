-- Fee lines of stays, and of a part of the other visits. Each line is split as the catalogue of the place of care says (domain note §2.3: over
-- limit, then first-pay, the rest in scope); two last lines, one wholly in scope and one wholly out of it, round off to the settlement's sums.
create table billed as
select
  settlement.i, serial, settlement.begin_date, settlement.end_date, settlement.settled_at, total,
  -- The extra first-pay of the insured place is taken after the lines.
  in_scope + extra_first_pay as in_scope, total - in_scope - extra_first_pay as out_of_scope,
  encounter.care_kind, coalesce(known.disease3, 'I10') as disease3, encounter.institution_code, encounter.person, doctor_code,
  encounter.begin_at, encounter.end_at,
  -- Lists change on 1 January 2023: a stay across it is charged by the new ones.
  greatest(encounter.begin_at, settlement.begin_date::timestamp, case when settlement.settled_at >= timestamp '2023-01-01' then timestamp '2023-01-01' end) as charged_from,
  special and (encounter.person % 2 = 0) = (encounter.care_kind <> 'pharmacy') as special,
  charge_code(0, case when route = 'manual' then person.insured_area else encounter.care_area end, person.scheme, tier_place, settlement.settled_at >= timestamp '2023-01-01') as charge_at,
  case encounter.care_kind
    when 'inpatient' then greatest(1, round(getvariable('lines') * (0.55 + 0.9 * u(settlement.i, 'lines'))) - 3)
    when 'chronic' then 3
    else 2 + (u(settlement.i, 'lines') < 0.4)::integer
  end::integer as lines
from settlement
join encounter using (i)
join person using (person)
join institution using (institution_code)
left join (select distinct care as care_kind, left(code, 3) as disease3 from disease) as known
  on known.care_kind = encounter.care_kind and known.disease3 = left(encounter.disease_code, 3)
where settlement.kind in ('whole', 'first', 'last') and (
  encounter.care_kind = 'inpatient' or u(settlement.i, 'itemised') < case encounter.care_kind when 'chronic' then getvariable('itemised_chronic') when 'pharmacy' then getvariable('itemised_pharmacy') else getvariable('itemised_outpatient') end
);

create table drawn_line as
with
planned as (
  select *, unnest(range(1, lines + 1)) as n, 0.9 / (ln(lines + 1) + 0.45) as part from billed
),
budgeted as (
  select
    *, hash(i, n, lines) >> 2 as draw, part / n as weight, total * part / n as budget
  from planned
),
offered as (
  select
    budgeted.*,
    case
      when item_slot.special and not budgeted.special or out_of_scope * weight < item_slot.high * 0.3
        or settled_at::date not between valid_from and valid_to then plain_item
      else item_slot.item
    end as item
  from budgeted
  join item_slot
    on item_slot.care_kind = budgeted.care_kind and item_slot.disease3 = budgeted.disease3 and bucket = floor(log2(budget))::integer
    and item_slot.slot = slot(draw, 'item', 64)
  where budget >= 64
),
priced as (
  select
    offered.i, serial, n, draw, budget, weight, in_scope, out_of_scope, item.item, item_code, most, list_type, days, care_kind,
    charge.item_class, charge.ratio, limit_fen,
    case when list_type = '201' then least(unit_price(item.item, institution_code, low, high), coalesce(limit_fen, 1000000000)) else unit_price(item.item, institution_code, low, high) end as price
  from offered join item using (item) join charge on charge.code = charge_at + charge_code(item.item, '000000', '310', 0, false)
  where settled_at::date between item.valid_from and item.valid_to
),
limited as (
  select *, greatest(price - coalesce(limit_fen, price), 0) as over_unit from priced
),
counted as (
  select
    *,
    least(
      most,
      floor(budget / price),
      floor(in_scope * weight / greatest(price - over_unit - (price - over_unit) * ratio // 10000, 1)),
      case when over_unit > 0 or ratio > 0 then floor(out_of_scope * weight / (over_unit + (price - over_unit) * ratio // 10000 + 1)) else most end,
      case when care_kind <> 'inpatient' and days is not null then greatest(30 // days, 1) else most end
    )::bigint as quantity
  from limited
),
charged as (
  select *, quantity * price as amount, quantity * over_unit as over_limit, half_up(quantity * (price - over_unit), ratio) as first_pay from counted where quantity >= 1
)
select i, serial, n, draw, item, item_class, ratio, limit_fen, price, quantity, amount, over_limit, first_pay, amount - over_limit - first_pay as in_scope
from charged;

-- What the lines so far leave, in scope and out of it; one more item in scope, then the two that round off.
create table rest as
with
summed as (
  select serial, sum(in_scope)::bigint as in_scope, sum(over_limit)::bigint as over_limit, sum(first_pay)::bigint as first_pay from drawn_line group by serial
),
left_over as (
  select
    billed.*, hash(i, lines, 'rest') >> 2 as draw,
    billed.in_scope - coalesce(summed.in_scope, 0) as left_in, billed.out_of_scope - coalesce(summed.over_limit + summed.first_pay, 0) as left_out
  from billed left join summed using (serial)
),
offered as (
  select left_over.*, item_slot.plain_item as item
  from left_over
  left join item_slot
    on item_slot.care_kind = left_over.care_kind and item_slot.disease3 = left_over.disease3
    and bucket = least(floor(log2(greatest(left_in, 1)))::integer, 25) and item_slot.slot = slot(draw, 'item', 64)
),
priced as (
  select
    offered.*, most, days, limit_fen, charge.item_class = '01' as plain,
    least(unit_price(offered.item, institution_code, low, high), coalesce(limit_fen, 1000000000)) as price
  from offered
  left join item on item.item = offered.item
  left join charge on charge.code = charge_at + charge_code(offered.item, '000000', '310', 0, false)
),
counted as (
  select
    *,
    case
      when plain and price > 0
      then least(most, left_in * 19 // (20 * price), case when care_kind <> 'inpatient' and days is not null then greatest(30 // days, 1) else most end)
      else 0
    end as quantity
  from priced
)
select *, left_in - quantity * coalesce(price, 0) as last_in from counted;

create table line as
with
-- A rest is charged at a price below the usual one, in as many units as that takes.
rounding as (
  select
    rest.i, serial, 900 as n, draw, item.item, '01' as item_class, 0 as ratio, last_in as amount, high, item.charge_class, last_in as in_scope, 0 as full_self_pay
  from rest
  join rest_slot on rest_slot.care_kind = rest.care_kind and rest_slot.item_class = '01' and bucket = greatest(least(floor(log2(greatest(last_in, 1)))::integer, 33), 4)
    and rest_slot.slot = slot(draw, 'rest', 4)
  join item on item.item = rest_slot.item
  where last_in > 0
  union all
  select
    rest.i, serial, 901, draw, item.item, '03', 10000, left_out, high, item.charge_class, 0, left_out
  from rest
  join rest_slot on rest_slot.care_kind = rest.care_kind and rest_slot.item_class = '03' and bucket = greatest(least(floor(log2(greatest(left_out, 1)))::integer, 33), 4)
    and rest_slot.slot = slot(draw, 'out', 2)
  join item on item.item = rest_slot.item
  where left_out > 0
),
-- Herbs are weighed: their price per gram stays, the weight makes up the amount.
weighed as (
  select *, (amount + high - 1) // high as units from rounding
),
all_lines as (
  select
    i, serial, n, draw, item, item_class, ratio, limit_fen, (price * 0.01::decimal(3, 2))::decimal(16, 6) as price, quantity::decimal(16, 4) as quantity,
    amount, 0::bigint as full_self_pay, over_limit, first_pay, in_scope
  from drawn_line
  union all
  select
    i, serial, 899, draw, item, '01', 0, limit_fen, (price * 0.01::decimal(3, 2))::decimal(16, 6), quantity::decimal(16, 4), quantity * price, 0, 0, 0, quantity * price
  from rest where quantity > 0
  union all
  select i, serial, n, draw, item, item_class, ratio, null, ((amount * 10000 + units // 2) // units)::decimal(18, 0) * 0.000001::decimal(7, 6), units::decimal(16, 4), amount, full_self_pay, 0, 0, in_scope
  from weighed
),
told as (
  select *, u(draw, 'home') < 0.15 as may_go_home from all_lines
)
select
  told.i, told.serial, right(told.serial, 1) || lpad(n::varchar, 3, '0') as line_no, item_code,
  case
    when billed.care_kind = 'inpatient'
    then listed_from + to_microseconds((u(draw, 'charged') * date_diff('microsecond', listed_from, least(end_at, settled_at)))::bigint)
    else settled_at - interval 10 minute
  end as charged_at,
  quantity, told.price::decimal(16, 6) as price, (limit_fen * 0.01::decimal(3, 2))::decimal(16, 6) as price_limit,
  told.item_class, (ratio * 0.0001::decimal(5, 4))::decimal(5, 4) as first_pay_ratio,
  amount, full_self_pay, over_limit, first_pay, told.in_scope,
  case when billed.care_kind <> 'inpatient' or may_go_home then least(quantity * item.days, 30)::decimal(6, 2) end as days_supply,
  case when special_drug then 'D' || right(institution_code, 11) || lpad((hash(person, item_code) % 40)::varchar, 3, '0') else doctor_code end as doctor_code,
  case charge_class when '06' then '手术室' when '04' then '检验科' when '03' then '影像科' else case billed.care_kind when 'inpatient' then '住院部' when 'pharmacy' then '药店' else '门诊部' end end as department,
  billed.care_kind = 'inpatient' and may_go_home and item.days is not null as take_home, false as outside_prescription, case when restricted then '1' end as approved
from told
join billed using (serial)
join item using (item)
-- An item is charged by the row of the list that holds at the settlement: not on a day before that.
cross join lateral (select least(greatest(charged_from, item.valid_from::timestamp), least(end_at, settled_at)) as listed_from) as listing;
