-- What a settlement is paid by, in fen and ten-thousandths: ratio after filing class and province, deductible, ceiling, share out of scope.
create table term as
select
  stay.i, stay.cell, stay.person, settled_on, priced.total, stay.scheme, stay.civil_servant, stay.aided, care_kind in ('inpatient', 'chronic') as in_stay_pool,
  100 * (
    benefit.ratio[tier_place] + origin.points
    - case when scope = 'cross_province' and filing_class.class <> 'EXEMPT' then filing_class.points else 0 end
  )::bigint as ratio,
  100 * benefit.deductible[tier_place]::bigint as deductible_standard,
  100 * benefit.deductible[tier_place]::bigint
    // case when stay.care_kind = 'inpatient' and admission > 1 then 2 else 1 end as deductible_due,
  100 * benefit.ceiling::bigint as ceiling,
  0.03 + 0.25 * u(i, 'scope') ** 1.2 + case when tier_place = 1 then 0.03 else 0 end as out_share
from stay
join dated using (i)
join priced using (i)
join benefit on benefit.care = stay.care_kind and benefit.scheme = stay.scheme and benefit.person_group = stay.person_group
join filing_class on filing_class.class = stay.class
join origin on origin.province = stay.insured;
