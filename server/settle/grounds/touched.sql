-- Persons of claims that rest on a piece that is not what it was. A charge of the nation holds in any province; a province's where the care or the
-- insurance is, as the policy says.
select person_id
from claim semi join (from changed_ground where kind = 'policy') as ground on ground.area = claim.insured_city and ground.scheme = claim.scheme
union
select person_id
from claim semi join (from changed_ground where kind = 'declared') as ground
  -- Ceilings and layers add up several kinds of care.
  on ground.area = claim.insured_city and ground.scheme = claim.scheme
    and (case claim.care_group when 'inpatient' then coalesce(visit_end, settled_at::date) else settled_at::date end) between ground.valid_from and ground.valid_to
union
select person_id
from line join (from changed_ground where kind = 'charge') as ground on ground.item_code = line.item_code
where ground.area in ('000000', line.care_province, line.insured_province)
