-- Pooling areas with the share of the province's draws that stands before them: as place of insurance, as place of care.
-- Weights are whole numbers, so that sums do not depend on the order of adding.
-- Capitals draw most care; 省本级 insures few and has no hospitals of its own.
create table area as
with
weighed as (
  select
    code, name_zh as name, province, code like '__99__' as of_province,
    1 / sqrt(row_number() over (partition by province order by code)) as size
  from region
  where pooling = 'true' and in_scheme = 'true'
),
shares as (
  select
    *,
    (1e6 * case when of_province then 0.05 else size end)::bigint as insured_weight,
    (1e6 * case when of_province then 0 when code like '__01__' then 5 else size end)::bigint as care_weight
  from weighed
)
select
  code, name, province, of_province, care_weight,
  row_number() over in_order - 1 as place,
  count(*) filter (not of_province) over (partition by province) as places,
  coalesce(sum(insured_weight) over (in_order rows between unbounded preceding and 1 preceding), 0)
    / sum(insured_weight) over (partition by province) as insured_from,
  coalesce(sum(care_weight) over (in_order rows between unbounded preceding and 1 preceding), 0)
    / sum(care_weight) over (partition by province) as care_from
from shares
window in_order as (partition by province order by code);
