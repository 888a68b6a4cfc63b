-- Ratios that records state beside the usual one of their cell, in at least /*least*/ rows, nine tenths of them alike; and what the difference makes of the recorded base.
with
shown as (
  select *, yuan_of(in_scope - deductible_paid) as base from cell_claim where stated_ratio is not null and in_scope > deductible_paid
),
counted as (
  select area, scheme, care_group, disease, person_group, tier, filing, benefit_year, stated_ratio, count(*) as matched from shown group by all
),
ranked as (
  select *, sum(matched) over cell as rows, row_number() over (cell order by matched desc, stated_ratio) as place
  from counted window cell as (partition by area, scheme, care_group, disease, person_group, tier, filing, benefit_year)
),
usual_ratio as (
  select * exclude (stated_ratio, place), stated_ratio as usual from ranked where place = 1 and rows >= /*least*/ and matched * 10 >= rows * 9
)
select claim_id, shown.area, shown.scheme, shown.care_group, shown.disease, shown.person_group, shown.tier, shown.filing, shown.benefit_year, null::integer as admission,
  'stated_ratio' as what, stated_ratio::decimal(16, 4) as recorded, usual::decimal(16, 4) as usual, rows::bigint as rows, (matched / rows)::decimal(5, 4) as share,
  (round(base * stated_ratio, 2) - round(base * usual, 2))::decimal(16, 2) as amount
from shown join usual_ratio as cell on cell.area = shown.area and cell.scheme = shown.scheme and cell.care_group = shown.care_group and cell.disease = shown.disease
  and cell.person_group = shown.person_group and cell.tier = shown.tier and cell.filing = shown.filing and cell.benefit_year = shown.benefit_year
where stated_ratio <> usual
