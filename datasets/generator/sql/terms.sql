-- What a settlement is paid by, in fen and ten-thousandths: ratio after filing class and province, deductible, ceiling, share out of scope.
create table term as
select
  priced.i, priced.cell, priced.total, priced.scheme, priced.civil_servant, priced.aided,
  100 * (benefit.ratio[tier_place] - filing_class.points * (case when scope = 'cross_province' then 1 else 0 end) + origin.points)::bigint as ratio,
  100 * benefit.deductible[tier_place]::bigint as deductible_standard,
  100 * benefit.deductible[tier_place]::bigint // case when priced.care_kind = 'inpatient' and admission > 1 then 2 else 1 end as deductible_due,
  100 * benefit.ceiling::bigint as ceiling,
  0.03 + 0.25 * u(i, 'scope') ** 1.2 + case when tier_place = 1 then 0.03 else 0 end as out_share
from priced
join benefit on benefit.care = priced.care_kind and benefit.scheme = priced.scheme and benefit.person_group = priced.person_group
join filing_class on filing_class.class = priced.class
join origin on origin.province = priced.insured;
