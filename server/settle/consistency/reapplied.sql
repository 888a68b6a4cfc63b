-- Payments beside what the ratio that the record itself states gives for the recorded base, where for at least /*least*/ rows of the cell, and nine tenths of them, it
-- gives the payment: a stated ratio has four digits, so that much may part. A payment cut by a ceiling is told as in ratios.sql.
with
given as (
  select *, yuan_of(in_scope - deductible_paid) as base, yuan_of(basic_fund) as fund, round(yuan_of(in_scope - deductible_paid) * stated_ratio, 2)::decimal(16, 2) as own_fund,
    case care_group when 'outpatient' then outpatient_fund when 'pharmacy' then outpatient_fund else inpatient_fund + chronic_fund end + basic_fund as year_fund
  from cell_claim where stated_ratio is not null and in_scope > deductible_paid and remaining_limit is distinct from basic_fund
),
held as (
  select *, abs(fund - own_fund) <= base * 0.00005 + 0.01 as matches from given
),
cell as (
  select area, scheme, care_group, disease, person_group, tier, filing, benefit_year, count(*) as rows, count(*) filter (matches) as matched
  from held group by all having rows >= /*least*/ and matched * 10 >= rows * 9
),
differing as (
  select *, count(*) over (partition by area, scheme, person_group, benefit_year, care_group in ('outpatient', 'pharmacy'), year_fund) as alike
  from held where not matches
)
select claim_id, area, scheme, care_group, disease, person_group, tier, filing, benefit_year, null::integer as admission, 'reapplied' as what,
  (fund / base)::decimal(16, 4) as recorded, stated_ratio::decimal(16, 4) as usual, rows, (matched / rows)::decimal(5, 4) as share, (fund - own_fund)::decimal(16, 2) as amount
from differing join cell using (area, scheme, care_group, disease, person_group, tier, filing, benefit_year)
where fund > own_fund or alike = 1
