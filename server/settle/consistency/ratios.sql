-- Payments beside what the bands of their cell give for the recorded base: a kind of person, place, filing and year. A payment below that adds up to the same sum of the
-- year as another one is one cut by a ceiling, as is one of all that was left; above the bands that can be told nothing is said.
with
given as (
  select claim.*, cell.rows, cell.matched, bands_pay(cell.bands, yuan_of(deductible_paid), yuan_of(in_scope)) as usual_fund, yuan_of(basic_fund) as fund,
    case claim.care_group when 'outpatient' then outpatient_fund when 'pharmacy' then outpatient_fund else inpatient_fund + chronic_fund end + basic_fund as year_fund
  from cell_claim as claim
  join cell_bands as cell on cell.area = claim.area and cell.scheme = claim.scheme and cell.care_group = claim.care_group and cell.disease = claim.disease
    and cell.person_group = claim.person_group and cell.tier = claim.tier and cell.filing = claim.filing and cell.benefit_year = claim.benefit_year
  where in_scope > deductible_paid and (cell.beyond is null or in_scope < cell.beyond) and remaining_limit is distinct from basic_fund
),
differing as (
  select *, count(*) over (partition by area, scheme, person_group, benefit_year, care_group in ('outpatient', 'pharmacy'), year_fund) as alike
  from given where fund <> usual_fund
)
select claim_id, area, scheme, care_group, disease, person_group, tier, filing, benefit_year, null::integer as admission, 'ratio' as what,
  (basic_fund / (in_scope - deductible_paid))::decimal(16, 4) as recorded, (usual_fund * 100 / (in_scope - deductible_paid))::decimal(16, 4) as usual,
  rows, (matched / rows)::decimal(5, 4) as share, (fund - usual_fund)::decimal(16, 2) as amount
from differing where fund > usual_fund or alike = 1
