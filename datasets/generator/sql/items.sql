-- Items of the catalogue, each row of its list with a number; what a province charges by; and which items fit a budget.
create table item as
select
  (row_number() over ())::integer as item,
  item_code, item_name, list_type, charge_class, item_class, specification, dosage_form,
  first_pay_ratio::decimal(5, 4) as first_pay_ratio,
  ((price_low::decimal(16, 6) + price_high::decimal(16, 6)) * 0.5)::decimal(16, 6) as price,
  price_limit::decimal(16, 6) as price_limit,
  special_drug = '1' as special_drug, restriction is not null as restricted,
  nullif(days_supply::integer, 0) as days,
  (100 * price_low::decimal(16, 6))::bigint as low, (100 * price_high::decimal(16, 6))::bigint as high,
  string_split(care, ' ') as care, string_split(diseases, ' ') as diseases, share::integer as share,
  valid_from::date as valid_from, coalesce(valid_to::date, date '2099-12-31') as valid_to,
  -- At most so many units in one line.
  case when charge_class in ('01', '02', '06') then 1 when charge_class in ('03', '04') then 3 when charge_class in ('05', '07') then 24 when list_type = '301' then 12 else 48 end
    as most
from catalogue_list
where item_name not similar to '.*(儿童|小儿|新生儿).*';

-- Effective class, first-pay ratio and price limit (fen) of an item by province of care, scheme and tier, before 2023 and since. code: all of these in one number.
create table charge as
with
place as (
  select
    item.item, item_code, item.item_class, item.first_pay_ratio, item.price_limit, province, scheme, tier, late,
    case when late then greatest(valid_from, date '2023-01-01') else least(valid_to, date '2022-12-31') end as day
  from item, (select distinct province from area), (values ('310'), ('390')) as of_scheme(scheme), (values (1), (2), (3), (4)) as of_tier(tier),
    (values (false), (true)) as of_time(late)
),
told as (
  select
    place.item, place.province, place.scheme, place.tier, late,
    max(nullif(difference.item_class, '')) as item_class,
    max(difference.first_pay_ratio) filter (coalesce(difference.scheme, '') <> '' or coalesce(difference.tier, '') <> '') as nearer_ratio,
    max(difference.first_pay_ratio) as ratio,
    max(difference.price_limit) filter (coalesce(difference.scheme, '') <> '' or coalesce(difference.tier, '') <> '') as nearer_limit,
    max(difference.price_limit) as price_limit
  from place
  join catalogue_difference as difference
    on difference.item_code = place.item_code and difference.area = place.province
    and coalesce(nullif(difference.scheme, ''), place.scheme) = place.scheme
    and coalesce(nullif(difference.tier, ''), (4 - place.tier)::varchar) = (4 - place.tier)::varchar
    and place.day between difference.valid_from::date and coalesce(difference.valid_to::date, date '2099-12-31')
  group by all
)
select
  charge_code(place.item, place.province, place.scheme, place.tier, place.late) as code,
  coalesce(told.item_class, place.item_class) as item_class,
  (10000 * coalesce(told.nearer_ratio, told.ratio, place.first_pay_ratio::varchar)::decimal(5, 4))::integer as ratio,
  (100 * coalesce(told.nearer_limit::decimal(16, 6), told.price_limit::decimal(16, 6), place.price_limit))::bigint as limit_fen
from place left join told using (item, province, scheme, tier, late);

-- For a care kind, a diagnosis and a budget of 2^bucket fen: an item that costs no more, likelier the nearer it comes; and one wholly in scope.
create table item_slot as
with
wanted as (
  select distinct care, left(code, 3) as disease3 from disease
),
fitting as (
  select
    care_kind.care, disease3, bucket, item, item_class = '01' as plain,
    item.share * case when list_contains(item.diseases, disease3) then 6 else 1 end
      * least(1, high * most / 2 ^ bucket) ** 2 * least(1, high * 16 / 2 ^ bucket) as weight
  from wanted as care_kind
  join item on list_contains(item.care, care_kind.care) and (item.diseases is null or list_contains(item.diseases, disease3))
  cross join (select unnest(range(6, 26)) as bucket)
  where high <= 2 ^ bucket and item_class <> '03'
),
summed as (
  select
    *, sum(weight) over (partition by care, disease3, bucket order by item rows between unbounded preceding and 1 preceding) as before,
    sum(weight) over (partition by care, disease3, bucket) as whole,
    sum(weight) over (partition by care, disease3, bucket, plain order by item rows between unbounded preceding and 1 preceding) as plain_before,
    sum(weight) over (partition by care, disease3, bucket, plain) as plain_whole
  from fitting
),
slotted as (
  select distinct care, disease3, bucket, unnest(range(64))::integer as slot, (unnest(range(64)) + 0.5) / 64 as middle from fitting
),
chosen as (
  select slotted.care, slotted.disease3, slotted.bucket, slot, item
  from slotted
  asof join (select care, disease3, bucket, item, coalesce(before, 0) / whole as starts_at from summed) as any_item
    on slotted.care = any_item.care and slotted.disease3 = any_item.disease3 and slotted.bucket = any_item.bucket and middle >= any_item.starts_at
),
in_scope as (
  select slotted.care, slotted.disease3, slotted.bucket, slot, item
  from slotted
  asof join (select care, disease3, bucket, item, coalesce(plain_before, 0) / plain_whole as starts_at from summed where plain) as plain_item
    on slotted.care = plain_item.care and slotted.disease3 = plain_item.disease3 and slotted.bucket = plain_item.bucket and middle >= plain_item.starts_at
)
select
  care as care_kind, disease3, bucket, slot, chosen.item, item.high, item.special_drug as special, item.valid_from, item.valid_to, in_scope.item as plain_item
from chosen left join in_scope using (care, disease3, bucket, slot) join item on item.item = chosen.item;

-- What rounds an account off: by budget, a drug wholly in scope without a limit, and something wholly out of scope.
create table rest_slot as
with
kinds as (
  select distinct care from disease
),
budget as (
  select unnest(range(4, 34)) as bucket
),
drawn as (
  select care_kind.care as care_kind, bucket, item.item, item_class, list_contains(item.care, care_kind.care) as fits,
    abs(bucket + 0.5 - log2(high * case item_class when '01' then 8 else 1 end)) as distance
  from kinds as care_kind, budget, item
  -- Only what every province lists alike.
  where item_code not in (select item_code from catalogue_difference) and (item_class = '03'
    or item_class = '01' and list_type = '101' and price_limit is null and not special_drug and valid_from <= date '2020-01-01' and valid_to > date '2090-01-01')
),
ranked as (
  select *, row_number() over (partition by care_kind, bucket, item_class order by fits desc, distance, item) - 1 as place from drawn
)
select care_kind, bucket, item_class, place::integer as slot, item from ranked where place < case item_class when '01' then 4 else 2 end;
