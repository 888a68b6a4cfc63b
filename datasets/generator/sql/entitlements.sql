-- Entitlements of everybody who was paid for a chronic disease or a special drug; granted before the first time.
create table entitlement as
with
chronic as (
  select person, disease_code, min(begin_date) as first_day, any_value(filing_no) as filing_no, min(institution_code) as institution_code
  from encounter where care_kind = 'chronic' group by person, disease_code
),
listed as (
  select
    person, chronic_code, any_value(chronic_name) as chronic_name, min(first_day) as first_day, min(filing_no) as filing_no, min(institution_code) as institution_code
  from chronic join chronic_disease using (disease_code) group by person, chronic_code
),
special as (
  select
    encounter.person, line.item_code, min(charged_at)::date as first_day, max(charged_at)::date as last_day, min(encounter.filing_no) as filing_no,
    min(encounter.institution_code) as institution_code, min(line.doctor_code) as doctor_code
  from line join (select distinct item_code from item where special_drug) as drug using (item_code) join encounter using (i) group by encounter.person, line.item_code
)
select
  'Q' || lpad(person::varchar, 10, '0') || chronic_code as entitlement_no, person, 'chronic' as kind, chronic_code as disease_code, chronic_name as disease_name,
  null as item_code, institution_code, null as doctor_code, (first_day - (20 + 500 * u(person, 'entitled'))::integer)::date as begin_date, null::date as end_date,
  500000::bigint as limit_amount, true as approved, filing_no
from listed
union all
select
  'S' || lpad(person::varchar, 10, '0') || lpad((hash(item_code) % 1000000)::varchar, 6, '0'), person, 'special_drug', null, null, item_code,
  institution_code, doctor_code, (first_day - (1 + 30 * u(person, 'entitled'))::integer)::date, (last_day + 365)::date, null, true, filing_no
from special;
