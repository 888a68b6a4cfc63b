-- pair_by_likeness: copies without a common number, where at least one brought no sender's id: the same institution, days, total and person,
-- or sex and birth date where a side brought no certificate. More than one candidate is ambiguous, and nobody is paired.
with
open_row as (
  select settlement_row.*
  from settlement_row anti join reversal_state using (row_no)
    anti join (select row_no from pair_by_number where role <> 'ambiguous') as paired using (row_no)
),
candidate as (
  select asker.row_no as asker_no, other.row_no as other_no, asker.settlement_id, asker.encounter_id, asker.diagnosis_area, asker.side_rank,
    asker.fund_total is distinct from other.fund_total as disagree, asker.total_cost, asker.fund_total
  from open_row as other join (select * from open_row where side_rank > 0) as asker
    on asker.institution_code = other.institution_code and asker.begin_date = other.begin_date and asker.end_date = other.end_date
    and asker.total_cost = other.total_cost and asker.insured_area = other.insured_area
  where other.side_rank < asker.side_rank
    and (asker.sender_settlement_id is null or other.sender_settlement_id is null)
    and (
      asker.certificate_no = other.certificate_no
      or (asker.certificate_no is null or other.certificate_no is null)
        and (asker.person_no = other.person_no or asker.sex = other.sex and asker.birth_date = other.birth_date)
    )
),
clear as (
  select *,
    count(*) over (partition by asker_no) = 1 and count(*) over (partition by other_no) = 1 as alone
  from candidate
),
found as (
  select asker_no as row_no, case when bool_and(alone) then 'copy' else 'ambiguous' end as role, null as care_settlement_id,
    null as care_encounter_id, null as care_diagnosis_area, null as disagree, null as copy_total_cost, null as copy_fund_total
  from clear group by asker_no
  union all
  select other_no, 'master',
    case when side_rank = 2 then settlement_id end,
    case when side_rank = 2 then encounter_id end,
    case when side_rank = 2 then diagnosis_area end,
    disagree, total_cost, fund_total
  from clear
  where alone
)
select * from found
qualify row_number() over (partition by row_no order by case role when 'copy' then 0 when 'master' then 1 else 2 end) = 1
