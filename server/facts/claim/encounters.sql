-- encounter_at: what the encounter's own record says of the disease, one row for each side.
select insured_area, institution_code, encounter_id, coalesce(reported_by, 'unknown') = 'care' as from_care,
  max(discharge_diagnosis_code) as discharge_diagnosis_code, max(disease_code) as disease_code
from encounter
where /*versions*/ /*near*/ and coalesce(valid, '1') = '1'
group by all
