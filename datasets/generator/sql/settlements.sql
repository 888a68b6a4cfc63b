-- Settlements of each encounter as the insured area has them. kind: whole · first and last (interim settlements of one stay) · void and reversal
-- (settled, then taken back by a negative row) · flagged (taken back by a flag on the row itself). A double registration is settled and taken back
-- under an encounter of its own.
create table settlement as
with
marked as (
  select
    settled.* exclude (cell, care_kind, scope, route, class, care_area, institution_code, disease_code, care_type, scheme, civil_servant, aided, insured_area, settled_on),
    (settled.begin_date + ((settled.end_date - settled.begin_date) // 2)::integer)::date as midway,
    settled.care_kind = 'inpatient' and settled.route = 'direct' and fund = basic_fund and basic_fund > 0 and in_scope > 4 * deductible_due
      and settled.end_date - settled.begin_date >= 20 and u(settled.i, 'interim') < 0.2 as long,
    settled.route = 'direct' and u(settled.i, 'reversed') < 0.006 as reversed,
    settled.route = 'direct' and settled.care_kind = 'inpatient' and u(settled.i, 'doubled') < 0.002 as doubled,
    u(settled.i, 'form') < 0.4 as by_flag,
    encounter.route as way, encounter.cell_from, settled.institution_code
  from settled join encounter using (i)
),
-- Both parts of a stay fall into one period of the published figures.
decided as (
  select *, long and midway >= cell_from and midway >= getvariable('first_day')::date as interim from marked
),
kinds as (
  select
    *,
    unnest(
      case when interim then ['first', 'last'] else ['whole'] end
      || case when reversed and not interim and by_flag then ['flagged'] when reversed and not interim then ['void', 'reversal'] else [] end
      || case when doubled and not interim and by_flag then ['doubled flagged'] when doubled and not interim then ['doubled void', 'doubled reversal'] else [] end
    ) as kind
  from decided
),
-- The part of an amount that a kind carries; of what is not divided the last one carries all.
parted as (
  select
    * replace (
      case kind when 'first' then out_of_scope // 2 when 'last' then out_of_scope - out_of_scope // 2 else out_of_scope end as out_of_scope,
      case kind when 'first' then over_limit // 2 when 'last' then over_limit - over_limit // 2 else over_limit end as over_limit,
      case kind when 'first' then first_pay // 2 when 'last' then first_pay - first_pay // 2 else first_pay end as first_pay,
      case kind when 'first' then in_scope // 2 when 'last' then in_scope - in_scope // 2 else in_scope end as in_scope,
      case kind when 'last' then 0 else deductible_due end as deductible_due,
      case kind when 'last' then 0 else deductible_paid end as deductible_paid,
      case kind
        when 'first' then half_up(in_scope // 2 - deductible_paid, ratio)
        when 'last' then basic_fund - half_up(in_scope // 2 - deductible_paid, ratio)
        else basic_fund
      end as basic_fund,
      case when kind in ('first', 'last') then 0 else account_paid end as account_paid,
      case when kind in ('first', 'last') then 0 else family_account_paid end as family_account_paid,
      case when kind in ('first', 'last') then purse else account_balance end as account_balance,
      case kind when 'first' then midway else end_date end as end_date,
      case kind when 'last' then midway else begin_date end as begin_date,
      case
        when kind = 'first' then midway + to_seconds((28800 + 32400 * u(i, 'clock 1'))::integer)
        when kind like '%void' or kind like '%flagged' then settled_at - interval 20 minute
        when kind like '%reversal' then settled_at - interval 10 minute
        else settled_at
      end as settled_at
    )
  from kinds
),
signed as (
  select
    *,
    case when kind like '%reversal' then -1 else 1 end as sign,
    lpad(i::varchar, 10, '0') as number,
    case kind
      when 'first' then '2' when 'void' then '3' when 'flagged' then '3' when 'reversal' then '4' when 'doubled void' then '5' when 'doubled flagged' then '5'
      when 'doubled reversal' then '6' else '1'
    end as digit
  from parted
)
select
  i, kind,
  number || digit as serial,
  number || case when kind like 'doubled%' then '8' else '1' end as encounter_serial,
  case kind when 'reversal' then number || '3' when 'doubled reversal' then number || '5' end as reverses,
  begin_date, end_date, settled_at,
  sign * (in_scope + out_of_scope) as total,
  sign * (out_of_scope - over_limit - first_pay) as full_self_pay,
  sign * over_limit as over_limit,
  sign * first_pay as first_pay,
  sign * in_scope as in_scope,
  deductible_standard,
  sign * deductible_due as deductible_due,
  sign * deductible_paid as deductible_paid,
  ratio,
  sign * basic_fund as basic_fund,
  sign * civil_servant_fund as civil_servant_fund,
  sign * serious_illness_fund as serious_illness_fund,
  sign * large_amount_fund as large_amount_fund,
  sign * medical_aid_fund as medical_aid_fund,
  sign * (basic_fund + large_amount_fund + serious_illness_fund + civil_servant_fund + medical_aid_fund) as fund,
  sign * (in_scope + out_of_scope - basic_fund - large_amount_fund - serious_illness_fund - civil_servant_fund - medical_aid_fund) as personal_share,
  sign * account_paid as account_paid,
  sign * family_account_paid as family_account_paid,
  account_balance,
  0::bigint as remaining_limit,
  kind like '%reversal' or kind like '%flagged' as refunded,
  true as valid,
  case when way = 'manual' then right(institution_code, 11) || lpad((i % 100000000)::varchar, 8, '0') end as invoice_no
from signed;
