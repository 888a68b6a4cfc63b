-- Filings that cover the stays and visits across provinces. Long-term ones have no end; a referral covers half a year and is filed anew after it.
-- 3 % are filed while the patient is in hospital (补办): before the settlement, so that it is direct.
create table filing as
with
needed as (
  select
    person, class, insured_area, person_no, certificate_no, sex, birth_date, scheme, person.care as care_province,
    begin_date, end_date, settled_at, filing_term as term
  from settled join (select person, person_no, certificate_no, sex, birth_date, care from person) as person using (person)
  where filing_term is not null
),
gathered as (
  select
    person, term, any_value(class) as class, any_value(insured_area) as insured_area, any_value(person_no) as person_no,
    any_value(certificate_no) as certificate_no, any_value(sex) as sex, any_value(birth_date) as birth_date,
    any_value(scheme) as scheme, any_value(care_province) as care_province,
    min(begin_date) as first_day, min(end_date) as first_end, max(end_date) as last_day, min(settled_at) as first_settled
  from needed group by person, term
),
numbered as (
  select *, person * 8 + term % 8 as draw from gathered
),
dated as (
  select
    *,
    case
      when class = 'TMP_REFER' then first_day - (1 + 9 * u(draw, 'filed'))::integer
      else first_day - (30 + 870 * u(draw, 'filed'))::integer
    end::date as planned_begin,
    class = 'TMP_REFER' and first_end > first_day and u(draw, 'late') < 0.06 as late
  from numbered
)
select
  person, term, insured_area, person_no, certificate_no, sex, birth_date, scheme, dated.class, filing_class.reason, filing_class.memo, late,
  care_province as place,
  insured_area || lpad(person::varchar, 9, '0') || lpad((term % 100)::varchar, 2, '0') as filing_no,
  case when late then first_day else planned_begin end as begin_date,
  case when dated.class = 'TMP_REFER' then greatest((planned_begin + interval 6 month)::date, last_day) else date '2099-12-31' end as end_date,
  case
    when late then least(first_day + interval 36 hour, first_settled - interval 1 hour)
    else planned_begin + to_seconds((28800 + 32400 * u(draw, 'filed at'))::integer)
  end as created_at
from dated join filing_class using (class);
