-- main_diagnosis (area, encounter_id, code): the main diagnosis of an encounter as the settlement list has it, at discharge where both stand. Diseases
-- and patterns of Chinese medicine have codes that read like others of ICD-10: they are none.
select pooling_area as area, encounter_id,
  arg_min(diagnosis_code, (
    case main when '1' then 0 else 1 end, case phase when '2' then 0 else 1 end, coalesce(diagnosis_type, '9'), diagnosis_no
  )) as code
from diagnosis
where /*versions*/ /*near*/ and coalesce(valid, '1') = '1' and coalesce(diagnosis_type not in ('3', '4'), true)
  and (main = '1' or main is null and diagnosis_type = '1')
group by all
