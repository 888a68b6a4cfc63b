-- pair_by_number (row_no, role, …): copies told by a number they share. See pairs.sql for the columns.
-- First the settlement id itself: a row whose side is unknown and one of the insured side in the same area. Then the sender's id, one row a side
-- (a reversed row yields to the one that replaced it); more than one on a side is ambiguous, and nobody is paired.
with
same_id as (
  select settlement_row.row_no
  from settlement_row semi join (select insured_area, settlement_id, is_reversal from settlement_row where side_rank = 0) as insured
    using (insured_area, settlement_id, is_reversal)
  where side_rank = 1
),
member as (
  select settlement_row.row_no, institution_code, sender_settlement_id, is_reversal, side_rank, insured_area, settlement_id, encounter_id,
    diagnosis_area, total_cost, fund_total, state is null as live
  from settlement_row left join reversal_state using (row_no)
  where sender_settlement_id is not null and row_no not in (from same_id)
),
asker as (
  select distinct institution_code, sender_settlement_id, is_reversal from member where side_rank > 0
),
meeting as (
  select institution_code, sender_settlement_id, is_reversal,
    count(*) filter (side_rank = 0) as insured_all, count(*) filter (side_rank = 0 and live) as insured_live,
    count(*) filter (side_rank = 1) as unknown_all, count(*) filter (side_rank = 1 and live) as unknown_live,
    count(*) filter (side_rank = 2) as care_all, count(*) filter (side_rank = 2 and live) as care_live,
    arg_max({'total_cost': total_cost, 'fund_total': fund_total}, live) filter (side_rank = 0) as insured_amounts,
    arg_max({'total_cost': total_cost, 'fund_total': fund_total}, live) filter (side_rank = 1) as unknown_amounts,
    arg_max({'total_cost': total_cost, 'fund_total': fund_total}, live) filter (side_rank = 2) as care_amounts,
    arg_max({'settlement_id': settlement_id, 'encounter_id': encounter_id, 'area': diagnosis_area}, live) filter (side_rank = 2) as care,
    min(concat_ws('|', insured_area, settlement_id)) as least, max(concat_ws('|', insured_area, settlement_id)) as greatest,
    min(total_cost) <> max(total_cost) or min(fund_total) <> max(fund_total) as amounts_differ
  from member semi join asker using (institution_code, sender_settlement_id, is_reversal)
  group by all
  having count(*) > 1
),
judged as (
  select *,
    case when insured_all <= 1 then insured_all when insured_live = 1 then 1 else 2 end as insured,
    case when unknown_all <= 1 then unknown_all when unknown_live = 1 then 1 else 2 end as unknown,
    case when care_all <= 1 then care_all when care_live = 1 then 1 else 2 end as care_side,
    -- Two rows of unknown side under two settlement ids: the two sides of one settlement, nobody said which.
    insured_all = 0 and care_all = 0 and unknown_all = 2 and least <> greatest as twins
  from meeting
),
placed as (
  select member.row_no, member.side_rank, judged.*,
    concat_ws('|', member.insured_area, member.settlement_id) as own,
    least(insured, 1) + least(unknown, 1) + least(care_side, 1) as sides,
    case member.side_rank when 0 then insured_all when 1 then unknown_all else care_all end = 1 or live as takes_part,
    case when insured > 0 then 0 when unknown > 0 then 1 else 2 end as master_rank
  from member join judged using (institution_code, sender_settlement_id, is_reversal)
)
select row_no, 'copy' as role, null as care_settlement_id, null as care_encounter_id, null as care_diagnosis_area, null as disagree from same_id
union all
select row_no,
  case
    when twins then case when own = least then 'master' else 'copy' end
    when insured > 1 or unknown > 1 or care_side > 1 then 'ambiguous'
    when side_rank = master_rank then 'master'
    else 'copy'
  end,
  care.settlement_id,
  care.encounter_id,
  care.area,
  case
    when twins then amounts_differ
    else coalesce(insured_amounts <> unknown_amounts, false) or coalesce(insured_amounts <> care_amounts, false)
      or coalesce(unknown_amounts <> care_amounts, false)
  end
from placed
where twins or (sides > 1 and takes_part)
