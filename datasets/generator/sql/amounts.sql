-- The settlement by its terms, in whole fen (half up). `tuning` stretches the share out of scope so that the fund meets the cell's figure.
create table tuning (cell bigint, stretch double);
create view amount as
with
scoped as (
  select term.*, floor(total * least(out_share * tuning.stretch, 0.95))::bigint as out_of_scope
  from term join tuning using (cell)
),
based as (
  select *, total - out_of_scope as in_scope, least(deductible_due, total - out_of_scope) as deductible_paid from scoped
),
pooled as (
  select *, in_scope - deductible_paid as base, half_up(in_scope - deductible_paid, ratio) as calculated from based
),
capped as (
  select *, least(calculated, ceiling) as basic_fund, greatest(calculated - ceiling, 0) as over_ceiling from pooled
),
supplemented as (
  select
    *,
    case when scheme = '310' and in_stay_pool then over_ceiling * 85 // 100 else 0 end as large_amount_fund,
    case when scheme = '390' and in_stay_pool then greatest(in_scope - basic_fund - 1500000, 0) * 60 // 100 else 0 end as serious_illness_fund
  from capped
),
aided_too as (
  select
    *,
    case when civil_servant then (base - basic_fund - large_amount_fund) // 2 else 0 end as civil_servant_fund,
    case when aided then (base - basic_fund - serious_illness_fund) * 40 // 100 else 0 end as medical_aid_fund
  from supplemented
)
select *, basic_fund + large_amount_fund + serious_illness_fund + civil_servant_fund + medical_aid_fund as fund from aided_too;
