-- What happened, once for each visit. filing_term names the filing that covers it: 0 for long-term ones, the half-year of admission for temporary
-- ones, null where there is none: emergencies without one, pairs of provinces that need none, and those who never filed. Who filed before a pair
-- needed none goes on filing. Long-term people keep their filing when they are treated at home.
create table encounter as
with
classed as (
  select
    stay.* exclude (care_province, insured, weight, drawn_days, special), dated.* exclude (i),
    case
      when scope <> 'cross_province' then 'LOCAL'
      when class in ('LT_RETIRE', 'LT_RESIDE', 'LT_WORK') then class
      when exempt.since <= min(begin_date) filter (scope = 'cross_province') over (partition by person) then 'EXEMPT'
      else class
    end as place_class
  from stay
  join dated using (i)
  left join no_filing as exempt on exempt.home = province_of(insured_area) and exempt.away = province_of(care_area)
),
-- Without a filing, an emergency counts by its type of care.
urgent as (
  select *, case when place_class in ('NONE', 'EXEMPT') and care_type in ('13', '24') then 'TMP_EMERG' else place_class end as filing_class from classed
),
termed as (
  select
    *,
    case
      when scope <> 'cross_province' then case when class like 'LT%' and flow = 'national' then 0 end
      when place_class in ('EXEMPT', 'NONE') or filing_class = 'TMP_EMERG' and (class <> 'TMP_EMERG' or u(i, 'no filing') < 0.5) then null
      when filing_class like 'TMP%' then year(begin_date) * 2 + (month(begin_date) - 1) // 6
      else 0
    end as filing_term
  from urgent
)
select
  i, termed.cell, person, care_kind, scope, route, care_area, institution_code, tier_place, disease_code,
  case
    when care_kind = 'inpatient' and filing_class = 'TMP_EMERG' then '24'
    when care_kind = 'outpatient' and filing_class = 'TMP_EMERG' then '13'
    else care_type
  end as care_type,
  filing_class = 'TMP_EMERG' as emergency,
  left(disease_code, 1) in ('S', 'T') as trauma,
  case when left(disease_code, 1) in ('S', 'T') then '0' end as third_party,
  begin_date, end_date, settled_at,
  case
    when care_kind = 'inpatient' then least(begin_date + to_seconds((21600 + 21600 * u(i, 'admitted'))::integer), settled_at - interval 4 hour)
    else settled_at - to_seconds((1800 + 7200 * u(i, 'admitted'))::integer)
  end as begin_at,
  case when care_kind = 'inpatient' then settled_at - to_seconds((900 + 8100 * u(i, 'discharged'))::integer) else settled_at end as end_at,
  case when scope = 'cross_province' then filing_no_of(insured_area, person, filing_term) end as filing_no,
  filing_class,
  case
    when route = 'manual' then null
    when u(i, 'credential') < least(0.18 + 0.17 * (year(settled_at) - 2020), 0.78) then '01'
    when u(i, 'credential') < 0.94 then '03'
    else '02'
  end as credential,
  'D' || right(institution_code, 11) || lpad((hash(i, 'doctor') % 40)::varchar, 3, '0') as doctor_code,
  scope = 'cross_province' and route = 'direct' and u(i, 'copied') < case care_kind when 'inpatient' then getvariable('copied_stays') else getvariable('copied_others') end as copied,
  cell.scale, cell.first_day as cell_from, filing_term
from termed join (select cell, scale, first_day from cell) as cell using (cell);

-- Who never went anywhere is not known.
create or replace table person as from person semi join encounter using (person);
