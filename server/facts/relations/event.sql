-- Presences of persons: stays, and the visits of all other care.
-- precision: time (from and to are known to the minute), date (one day), span (several days).
-- present: whether the person must have been there (`domain.md` XR-03): in a bed, or showing a face or a card at the counter. Not where another's
-- family account alone paid, nor by an agent or from afar; a settlement on a later day than the visit tells nothing about that later day, so its
-- presence is the day of the visit.
with
point as (
  select id, latitude, longitude from known_region where latitude is not null
),
presence as (
  select visit_id, claim_id, person_id, person_state, insured_area, institution_code, care_area, care_province, care_city, 'inpatient' as kind,
    route, credential, emergency,
    coalesce(begin_at, begin_date) as from_at, coalesce(end_at, end_date) as to_at,
    case when begin_at is not null and end_at is not null then 'time' when begin_date = end_date then 'date' else 'span' end as precision,
    true as present
  from stay
  union all
  select visit_id, claim_id, person_id, person_state, insured_area, institution_code, care_area, care_province, care_city, care_group,
    route, credential, emergency,
    case when at_once then settled_at else coalesce(visit_begin, visit_end, settled_at) end,
    case when at_once then settled_at else coalesce(visit_end, visit_begin, settled_at) end,
    case when at_once then 'time' when coalesce(visit_begin = visit_end, true) then 'date' else 'span' end,
    showed and not coalesce(family_account_paid > 0 and fund_total <= 0, false)
  from (
    select claim.*,
      coalesce(route = 'direct' and settled_at::date = visit_end and visit_begin = visit_end and settled_at <> visit_end, false) as at_once,
      credential in (from present_credential) as showed
    from claim
    where visit and care_group <> 'inpatient'
  )
)
select presence.*, latitude, longitude from presence left join point on point.id = presence.care_city
