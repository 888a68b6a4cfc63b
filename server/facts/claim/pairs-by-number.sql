-- pair_by_number (row_no, role, …): copies told by a number they share. See pairs.sql for the columns.
-- First the settlement id itself: a row whose side is unknown and one of the insured side in the same area. Then the sender's id, one row a side
-- (a reversed row yields to the one that replaced it); more than one on a side is ambiguous, and nobody is paired. Two rows whose side is
-- unknown are the two sides of one settlement, nobody said which: the one with the lower id counts.
with
same_id as (
  select settlement_row.row_no
  from settlement_row semi join (select insured_area, settlement_id, is_reversal from settlement_row where side_rank = 0) as insured
    using (insured_area, settlement_id, is_reversal)
  where side_rank = 1
),
member as (
  select settlement_row.row_no, institution_code, sender_settlement_id, is_reversal, side_rank, state is null as live,
    case when side_rank = 1 then insured_area || '|' || settlement_id end as unknown_id
  from settlement_row left join reversal_state using (row_no)
  where sender_settlement_id is not null and row_no not in (from same_id)
),
asker as (
  select distinct institution_code, sender_settlement_id, is_reversal from member where side_rank > 0
),
-- Rows of each side, all and living, and the one that takes part where there is only one.
meeting as (
  select institution_code, sender_settlement_id, is_reversal,
    count(*) filter (side_rank = 0) as insured_all, count(*) filter (side_rank = 0 and live) as insured_live,
    count(*) filter (side_rank = 1) as unknown_all, count(*) filter (side_rank = 1 and live) as unknown_live,
    count(*) filter (side_rank = 2) as care_all, count(*) filter (side_rank = 2 and live) as care_live,
    coalesce(max(row_no) filter (side_rank = 0 and live), max(row_no) filter (side_rank = 0)) as insured_no,
    coalesce(max(row_no) filter (side_rank = 1 and live), max(row_no) filter (side_rank = 1)) as unknown_no,
    coalesce(max(row_no) filter (side_rank = 2 and live), max(row_no) filter (side_rank = 2)) as care_no,
    arg_min(row_no, unknown_id) as lower_no, arg_max(row_no, unknown_id) as upper_no
  from member semi join asker using (institution_code, sender_settlement_id, is_reversal)
  group by all
  having count(*) > 1
),
judged as (
  select *,
    insured_all = 0 and care_all = 0 and unknown_all = 2 as twins,
    (insured_all <= 1 or insured_live = 1) and (unknown_all <= 1 or unknown_live = 1) and (care_all <= 1 or care_live = 1) as clear
  from meeting
  where (insured_all > 0)::integer + (unknown_all > 0)::integer + (care_all > 0)::integer > 1 or twins
),
paired as (
  select lower_no as master_no, upper_no as unknown_no, null as care_no from judged where twins
  union all
  select coalesce(insured_no, unknown_no), case when insured_no is not null then unknown_no end, care_no
  from judged where clear and not twins
),
report as (
  select row_no, settlement_id, encounter_id, diagnosis_area, total_cost, fund_total from settlement_row
)
select row_no, 'copy' as role, null as care_settlement_id, null as care_encounter_id, null as care_diagnosis_area, null as disagree,
  null as copy_total_cost, null as copy_fund_total
from same_id
union all
select unknown_no, 'copy', null, null, null, null, null, null from paired where unknown_no is not null
union all
select care_no, 'copy', null, null, null, null, null, null from paired where care_no is not null
union all
select master_no, 'master', care.settlement_id, care.encounter_id, care.diagnosis_area,
  coalesce(master.total_cost <> care.total_cost or master.fund_total <> care.fund_total, false)
    or coalesce(master.total_cost <> unknown.total_cost or master.fund_total <> unknown.fund_total, false),
  coalesce(care.total_cost, unknown.total_cost), coalesce(care.fund_total, unknown.fund_total)
from paired
join report as master on master.row_no = master_no
left join report as care on care.row_no = care_no
left join report as unknown on unknown.row_no = unknown_no
union all
select member.row_no, 'ambiguous', null, null, null, null, null, null
from member join judged using (institution_code, sender_settlement_id, is_reversal)
where not clear and not twins
