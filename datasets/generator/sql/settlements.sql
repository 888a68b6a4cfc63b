-- Settlements of each visit. kind: whole · first and last (interim settlements of one stay) · void and reversal (settled, then taken back)
-- · copy (the same settlement as the care side reports it). A double registration is settled and reversed under an encounter of its own.
create table settlement as
with
halved as (
  select *, (begin_date + ((end_date - begin_date) // 2)::integer)::date as midway from settled
),
marked as (
  select
    *,
    care_kind = 'inpatient' and route = 'direct' and end_date - begin_date >= 20 and fund = basic_fund and basic_fund > 0
      and in_scope > 4 * deductible_due and midway >= getvariable('first_day')::date
      and u(i, 'interim') < 0.2 as interim,
    route = 'direct' and u(i, 'reversed') < 0.006 as reversed,
    care_kind = 'inpatient' and route = 'direct' and u(i, 'doubled') < 0.002 as doubled,
    scope = 'cross_province' and route = 'direct' and u(i, 'copied') < case care_kind when 'inpatient' then 0.12 else 0.04 end as copied
  from halved
),
kinds as (
  select
    *,
    unnest(
      case when interim then ['first', 'last'] else ['whole'] end
      || case when reversed and not interim then ['void', 'reversal'] else [] end
      || case when doubled and not interim then ['doubled void', 'doubled reversal'] else [] end
      || case when copied and not interim then ['copy'] else [] end
    ) as kind
  from marked
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
        when 'first' then ((in_scope // 2 - deductible_paid) * ratio + 5000) // 10000
        when 'last' then basic_fund - ((in_scope // 2 - deductible_paid) * ratio + 5000) // 10000
        else basic_fund
      end as basic_fund,
      case when kind in ('first', 'last') then 0 else account_paid end as account_paid,
      case when kind in ('first', 'last') then 0 else family_account_paid end as family_account_paid,
      case when kind in ('first', 'last') then purse else account_balance end as account_balance,
      case kind when 'first' then midway else end_date end as end_date,
      case kind when 'last' then midway else begin_date end as begin_date
    ),
    in_scope as whole_in_scope,
    case
      when kind = 'first' then midway + to_seconds((28800 + 32400 * u(i, 'clock 1'))::integer)
      when kind like '%void' then settled_at - interval 20 minute
      when kind like '%reversal' then settled_at - interval 10 minute
      else settled_at
    end as settlement_time
  from kinds
)
select
  * exclude (whole_in_scope, settlement_time, settled_at, total, fund, personal_share),
  settlement_time as settled_at,
  in_scope + out_of_scope as total,
  basic_fund + large_amount_fund + serious_illness_fund + civil_servant_fund + medical_aid_fund as fund,
  in_scope + out_of_scope - basic_fund - large_amount_fund - serious_illness_fund - civil_servant_fund - medical_aid_fund as personal_share,
  kind like '%reversal' as is_reversal,
  case when kind = 'copy' then care_area else insured_area end as side_area,
  case when kind = 'copy' then '2' when scope = 'local' then '0' else '1' end as side_flag,
  lpad(i::varchar, 10, '0') || case when kind like 'doubled%' then '8' when kind = 'copy' then '7' else '1' end as encounter_serial,
  lpad(i::varchar, 10, '0')
    || case kind
      when 'first' then '2'
      when 'void' then '3'
      when 'reversal' then '4'
      when 'doubled void' then '5'
      when 'doubled reversal' then '6'
      when 'copy' then '7'
      else '1'
    end
    as settlement_serial
from parted;
-- Rows are narrow up to here; what person, institution and diagnosis bring comes with the writing.
create view named_settlement as
select
  settlement.*, institution_name, level, disease_name, care_type,
  person_no, certificate_no, person.sex, birth_date, person_type
from settlement
join person using (person)
join institution using (institution_code)
join (
  select distinct care as care_kind, code as disease_code, name as disease_name, care_type from disease
) as named using (care_kind, disease_code);
