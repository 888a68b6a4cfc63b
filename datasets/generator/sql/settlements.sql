-- Settlements of each encounter as the insured area has them. kind: whole · first and last (interim settlements of one stay) · void and reversal
-- (settled, then taken back by a negative row) · flagged (taken back by a flag on the row itself). A double registration is settled and taken back
-- under an encounter of its own.
create table settlement as
with
marked as (
  select
    account.*,
    kind = 'whole' and route = 'direct' and u(i, 'reversed') < 0.006 as reversed,
    kind = 'whole' and route = 'direct' and care_kind = 'inpatient' and u(i, 'doubled') < 0.002 as doubled,
    u(i, 'form') < 0.4 as by_flag
  from account
),
kinds as (
  select
    * exclude (kind),
    unnest(
      [kind]
      || case when reversed and by_flag then ['flagged'] when reversed then ['void', 'reversal'] else [] end
      || case when doubled and by_flag then ['doubled flagged'] when doubled then ['doubled void', 'doubled reversal'] else [] end
    ) as kind
  from marked
),
signed as (
  select
    * replace (
      case
        when kind like '%void' or kind like '%flagged' then settled_at - interval 20 minute
        when kind like '%reversal' then settled_at - interval 10 minute
        else settled_at
      end as settled_at
    ),
    case when kind like '%reversal' then -1 else 1 end as sign,
    lpad(i::varchar, 10, '0') as number,
    case kind
      when 'first' then '2' when 'void' then '3' when 'flagged' then '3' when 'reversal' then '4' when 'doubled void' then '5' when 'doubled flagged' then '5'
      when 'doubled reversal' then '6' else '1'
    end as digit
  from kinds
)
select
  i, kind,
  number || digit as serial,
  number || case when kind like 'doubled%' then '8' else '1' end as encounter_serial,
  case kind when 'reversal' then number || '3' when 'doubled reversal' then number || '5' end as reverses,
  begin_date, end_date, settled_at, benefit_year,
  sign * total as total,
  sign * (out_of_scope - over_limit - first_pay) as full_self_pay,
  sign * over_limit as over_limit,
  sign * (first_pay + extra_first_pay) as first_pay,
  sign * extra_first_pay as extra_first_pay,
  sign * in_scope as in_scope,
  deductible_standard,
  sign * deductible_due as deductible_due,
  sign * deductible_paid as deductible_paid,
  ratio, term,
  sign * basic_fund as basic_fund,
  sign * civil_servant_fund as civil_servant_fund,
  sign * serious_illness_fund as serious_illness_fund,
  sign * large_amount_fund as large_amount_fund,
  sign * medical_aid_fund as medical_aid_fund,
  sign * fund as fund,
  sign * personal_share as personal_share,
  sign * account_paid as account_paid,
  sign * family_account_paid as family_account_paid,
  account_balance,
  remaining_limit,
  kind like '%reversal' or kind like '%flagged' as refunded,
  true as valid,
  case when route = 'manual' then right(institution_code, 11) || lpad((i % 100000000)::varchar, 8, '0') end as invoice_no
from signed;
