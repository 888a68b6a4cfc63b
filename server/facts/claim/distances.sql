-- area_distance (insured_city, care_city, km): great-circle distance between the label points of two areas, in whole kilometres.
with
point as (
  select id, radians(latitude) as latitude, radians(longitude) as longitude from known_region where latitude is not null
),
pair_of_areas as (
  select distinct home.area as insured_city, away.area as care_city
  from (select distinct area from region_of) as home, (select distinct area from region_of) as away
)
select insured_city, care_city,
  round(12742 * asin(sqrt(
    sin((b.latitude - a.latitude) / 2) ** 2 + cos(a.latitude) * cos(b.latitude) * sin((b.longitude - a.longitude) / 2) ** 2
  )))::integer as km
from pair_of_areas join point as a on a.id = insured_city join point as b on b.id = care_city
