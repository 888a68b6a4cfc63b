-- Hospitals (H) and pharmacies (P) by area, the larger the area's draw the more of them; visits fall off by rank, the first hospitals are of
-- tier 3. `special`: sells special drugs (双通道).
create table institution as
with
counted as (
  select
    area.*, destination.attraction,
    case
      when code like '__0000' then 12 + 3 * attraction
      when code like '__01__' then 10 + 1.2 * attraction
      else 4 + 0.4 * attraction
    end::integer as hospitals
  from area join destination on destination.province = area.province
  where not of_province
),
ranked as (
  select *, 'H' as kind, unnest(range(1, hospitals + 1))::integer as rank from counted
  union all
  select *, 'P' as kind, unnest(range(1, hospitals + 5))::integer as rank from counted
),
levelled as (
  select
    *,
    case
      when kind = 'P' then null
      when rank = 1 then '02'
      when rank <= 0.3 * hospitals then case when u(hash(code, rank) >> 2, 'level') < 0.75 then '02' else '03' end
      when rank <= 0.7 * hospitals then case when u(hash(code, rank) >> 2, 'level') < 0.6 then '05' else '06' end
      when rank <= 0.9 * hospitals then '08'
      else '11'
    end as level
  from ranked
),
weighed as (
  select
    *,
    case when kind = 'P' then 1.0 when level = '02' then 1.0 when level = '03' then 0.8 when level = '05' then 0.5 when level = '06' then 0.4 else 0.25 end
      as draw,
    (1e6 * draw / rank ** case kind when 'H' then 0.9 else 0.4 end)::bigint as weight
  from levelled
)
select
  code as area, province, level, kind,
  case when level <= '04' then 1 when level <= '07' then 2 when level <= '10' then 3 else 4 end as tier_place,
  kind
    || case
      when code like '__0000' then left(code, 2) || '01' || lpad((1 + rank % 12)::varchar, 2, '0')
      when code like '____00' then left(code, 4) || lpad((2 + rank % 6)::varchar, 2, '0')
      else code
    end
    || lpad((rank * 7 + 100)::varchar, 5, '0') as institution_code,
  '示例' || name
    || case
      when kind = 'P' then '第' || rank || '大药房'
      when rank = 1 then '第一医院'
      when rank = 2 then '中心医院'
      when rank = 3 then '中医医院'
      when level = '11' then '第' || rank || '门诊部'
      when level >= '08' then '第' || rank || '社区医院'
      else '第' || rank || '医院'
    end as institution_name,
  case when kind = 'H' then (hospitals - rank + 1) * case when level <= '04' then 60 else 20 end end as beds,
  case kind when 'H' then rank <= 2 else rank % 4 = 1 end as special,
  coalesce(sum(weight) over (in_order rows between unbounded preceding and 1 preceding), 0)
    / sum(weight) over (partition by code, kind) as drawn_from
from weighed
window in_order as (partition by code, kind order by rank);
