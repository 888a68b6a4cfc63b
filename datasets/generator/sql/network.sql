-- Which institutions settle what directly, since when.
create table network_service as
with
offered as (
  select *, hash(institution_code) >> 2 as draw from institution
),
services as (
  select institution_code, 'inpatient' as service, '*' as item_code, date '2017-01-01' + (900 * u(draw, 'in'))::integer as open_from, null::date as open_to
  from offered where kind = 'H'
  union all
  select institution_code, 'outpatient', '*', date '2018-09-01' + (420 * u(draw, 'out'))::integer, null from offered where kind = 'H'
  union all
  select institution_code, 'chronic', '*', date '2019-06-01' + (200 * u(draw, 'chronic'))::integer, null from offered where kind = 'H'
  union all
  select institution_code, 'pharmacy', '*', date '2019-09-01' + (90 * u(draw, 'shop'))::integer, null from offered where kind = 'P'
)
select institution_code, service, item_code, open_from::date as open_from, open_to from services
union all
select institution_code, 'special_drug', item.item_code, greatest(min(item.valid_from), date '2019-12-01'), null
from offered, item where item.special_drug and offered.special group by institution_code, item.item_code;

-- Insured persons of each area, in proportion to its draws; about 1,327 million in all (95 % of the people), a good quarter of them employees.
create table insured_count as
with
sized as (
  select code, province, coalesce(lead(insured_from) over (partition by province order by insured_from, code), 1) - insured_from as share from area
),
weighed as (
  select sized.code, share * origins.weight as weight from sized join (select province, weight from origin_weight) as origins using (province)
)
select
  code as area, scheme, year::varchar as year,
  round(weight / (select sum(weight) from weighed) * case scheme when '310' then 3.75e8 else 9.5e8 end * (1 - 0.002 * (year - 2024)))::bigint as persons,
  '示例参数，合计约为全国参保人数' as source
from weighed, (values ('310'), ('390')) as of_scheme(scheme), (select unnest(range(2020, 2026)) as year);
