-- pair (row_no, role, …), at most one row each: what the other side's report makes of a settlement.
-- role: copy (the same settlement as another row, which counts), master (has a copy: sides 'both'), ambiguous (a number or likeness shared by
-- several, so it stands alone). Of a master: the care side's numbers, where its diagnoses stand, whether the sides disagree in an amount.
select row_no, arg_min({
    'role': role, 'care_settlement_id': care_settlement_id, 'care_encounter_id': care_encounter_id,
    'care_diagnosis_area': care_diagnosis_area, 'disagree': disagree
  }, case role when 'copy' then 0 when 'master' then 1 else 2 end) as pair
from (from pair_by_number union all from pair_by_likeness)
group by row_no
