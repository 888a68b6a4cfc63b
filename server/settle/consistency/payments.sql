-- Payments beside what their like would give for the recorded base, one row each: by the ratio that the record itself states, where in the cell (/*least*/ rows, nine tenths
-- of them) that ratio gives the payment, a stated one having four digits; else by the bands of the cell, as far up as they can be told.
with
based as (
  select *, yuan_of(in_scope - deductible_paid) as base, yuan_of(basic_fund) as fund from cell_claim where in_scope > deductible_paid
),
stating as (
  select *, round(base * stated_ratio, 2)::decimal(16, 2) as usual_fund, abs(fund - usual_fund) <= base * 0.00005 + 0.01 as matches
  from based where stated_ratio is not null
),
holding as (
  select area, scheme, care_group, disease, person_group, tier, filing, benefit_year, count(*) as rows, count(*) filter (matches) as matched
  from stating where remaining_limit is distinct from basic_fund
  group by all having rows >= /*least*/ and matched * 10 >= rows * 9
),
by_record as (
  select stating.*, 'reapplied' as what, stated_ratio::decimal(16, 4) as usual, rows, matched
  from stating join holding using (area, scheme, care_group, disease, person_group, tier, filing, benefit_year)
),
by_bands as (
  select based.*, bands_pay(cell.bands, yuan_of(deductible_paid), yuan_of(in_scope)) as usual_fund, fund = usual_fund as matches, 'ratio' as what,
    (usual_fund / base)::decimal(16, 4) as usual, rows, matched
  from based join cell_bands as cell using (area, scheme, care_group, disease, person_group, tier, filing, benefit_year)
  where cell.beyond is null or in_scope < cell.beyond
)
from by_record
union all by name
from by_bands where claim_id not in (select claim_id from by_record)
