-- Deductibles beside the usual one of their cell: a kind of person, place, filing, year and admission with at least /*least*/ rows, nine tenths of them alike.
with
shown as (
  select *, coalesce(standard, case when in_scope > deductible_paid then deductible_paid end) as recorded
  from cell_claim where not in_parts and not transferred
),
counted as (
  select area, scheme, care_group, disease, person_group, tier, filing, benefit_year, admission, recorded, count(*) as matched
  from shown where recorded is not null group by all
),
ranked as (
  select *, sum(matched) over cell as rows, row_number() over (cell order by matched desc, recorded) as place
  from counted window cell as (partition by area, scheme, care_group, disease, person_group, tier, filing, benefit_year, admission)
),
usual_standard as (
  select * exclude (recorded, place), recorded as usual from ranked where place = 1 and rows >= /*least*/ and matched * 10 >= rows * 9
)
select claim_id, shown.area, shown.scheme, shown.care_group, shown.disease, shown.person_group, shown.tier, shown.filing, shown.benefit_year, shown.admission, 'deductible' as what,
  (recorded * 0.01::decimal(3, 2))::decimal(16, 4) as recorded, (usual * 0.01::decimal(3, 2))::decimal(16, 4) as usual, rows::bigint as rows, (matched / rows)::decimal(5, 4) as share,
  ((recorded - usual) * 0.01::decimal(3, 2))::decimal(16, 2) as amount
from shown join usual_standard as cell on cell.area = shown.area and cell.scheme = shown.scheme and cell.care_group = shown.care_group and cell.disease = shown.disease
  and cell.person_group = shown.person_group and cell.tier = shown.tier and cell.filing = shown.filing and cell.benefit_year = shown.benefit_year
  and cell.admission = shown.admission
where recorded <> usual
