-- special_drug_encounter: encounters with a special drug. Which drugs are special: those that institutions are listed for, or persons entitled to.
select distinct insured_area, institution_code, encounter_id
from fee_line
where /*versions*/ /*near*/ and coalesce(valid, '1') = '1' and item_code in (from special_item)
