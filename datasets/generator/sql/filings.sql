-- Filings of the stays and visits across provinces. Long-term ones have no end; a temporary one covers half a year and is filed anew after it.
-- Some are made while the patient is in hospital (补办): before the settlement, so that it is direct. Most name a province, some a city or, for the
-- capital, the province's own scheme (省本级). Beside them: filings withdrawn at once and made anew, ended ones of an earlier place, unused ones.
create table filing as
with
gathered as (
  select
    person, filing_term as term,
    min(care_area) filter (scope = 'cross_province') as care_area, count(distinct care_area) filter (scope = 'cross_province') = 1 as one_area,
    min(begin_date) as first_day, min(end_date) as first_end, max(end_date) as last_day, min(end_at) as first_end_at
  from encounter where filing_term is not null group by person, filing_term
),
known as (
  select
    gathered.* replace (coalesce(gathered.care_area, person.care_area) as care_area), person.class,
    filing_no_of(person.insured_area, person, term) as filing_no, person.insured_area, person.care as province, person.phone, person.address, person.employer_no, person * 8 + term % 8 as draw
  from gathered join person using (person)
),
dated as (
  select
    *,
    case
      when class = 'TMP_EMERG' then first_day
      when class like 'TMP%' then first_day - (1 + 9 * u(draw, 'filed'))::integer
      else first_day - (30 + 870 * u(draw, 'filed'))::integer
    end::date as planned_begin,
    class = 'TMP_EMERG' or class like 'TMP%' and first_end > first_day and u(draw, 'late') < 0.06 as late
  from known
),
placed as (
  select
    *,
    case when late then least(first_day + interval 36 hour, first_end_at - interval 5 hour) else planned_begin + to_seconds((28800 + 32400 * u(draw, 'filed at'))::integer) end
      as created_at,
    case
      when care_area like '__0000' or not one_area or u(draw, 'place') < 0.6 then province
      when care_area like '__0100' and u(draw, 'place') > 0.93 and left(care_area, 2) <> '66' then left(care_area, 2) || '9900'
      else care_area
    end as place,
    case when u(draw, 'channel') < 0.31 then '1' when u(draw, 'channel') < 0.66 then '2' when u(draw, 'channel') < 0.94 then '3' else '4' end as channel
  from dated
),
covering as (
  select
    filing_no, person, class, channel, place,
    case when late then first_day else planned_begin end as begin_date,
    case when class like 'TMP%' then greatest((planned_begin + interval 6 month)::date, last_day) else date '2099-12-31' end as end_date,
    greatest(created_at, planned_begin::timestamp) as created_at,
    created_at as updated_at,
    case
      when class = 'TMP_EMERG' or class = 'TMP_OTHER' then 0
      when class like 'LT%' and u(draw, 'committed') < 0.06 then 0
      else 1 + (hash(draw, 'files') % 3)::integer
    end as attachments,
    case when class = 'LT_WORK' and u(draw, 'agent') < 0.3 then '示例经办' when u(draw, 'agent') < 0.05 then '示例代办' end as agent,
    -- A family's agent files for one or two, a firm's for its own people.
    case when class = 'LT_WORK' then 90000000 + hash(employer_no) % 9000000 else person // 2 % 80000000 end::bigint as agent_number,
    case when class = 'TMP_REFER' then home.institution_code end as transfer_institution_code,
    phone, address, false as cancelled, draw, first_day
  from placed
  left join institution_slot as home
    on home.area = first_area(insured_area, insured_area like '__99__', left(insured_area, 2) || '0000') and home.kind = 'H' and home.slot = slot(person, 'referred by', 1024)
),
named as (
  select
    * replace (case when class = 'TMP_EMERG' then first_day else begin_date end as begin_date),
    case when agent is not null then certificate_of(agent_number, date '1970-01-01' + (agent_number % 9000)::integer, agent_number) end as agent_certificate_no,
    case when agent is not null then '199' || lpad((hash(agent_number) % 100000000)::varchar, 8, '0') end as agent_phone
  from covering
)
select * exclude (draw, first_day, agent_number) from named
union all
-- Withdrawn and made anew: a mistake in the first.
select * exclude (draw, first_day, agent_number)
  replace (filing_no || 'W' as filing_no, created_at - interval 3 hour as created_at, created_at - interval 2 hour as updated_at, true as cancelled)
from named where u(draw, 'withdrawn') < 0.02 and class <> 'TMP_EMERG'
union all
-- Where long-term people lived before: ended more than a year before they filed for the present place.
select named.* exclude (draw, first_day, agent_number)
  replace (
    filing_no || 'E' as filing_no, pair_slot.care as place, begin_date - 1100 as begin_date, begin_date - 400 as end_date,
    created_at - interval 1100 day as created_at, created_at - interval 400 day as updated_at
  )
from named join person using (person) join pair_slot on pair_slot.flow = 'national' and pair_slot.slot = slot(named.person, 'before', 16384)
where named.class like 'LT%' and u(draw, 'moved') < 0.04 and pair_slot.care <> person.insured and pair_slot.care <> person.care;
