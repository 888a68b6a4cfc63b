-- What is settled and counts, before its amounts: a visit, or each of the two interim settlements of a long stay (`payable`), with the policy of
-- its insured area, scheme, day, person group, tier, filing and care. ratio: in hundred-millionths, where one band pays for everything.
create or replace table claim as
with
cell_size as (
  -- One person in so many of a cell is enough to tune it by; of them everything is settled.
  select cell, greatest(count(*) // 1000, 1) as one_in from payable group by cell
),
person_of as (
  select
    payable.*, person.scheme, person.insured_area, person.class, person.aid_class, person.civil_servant,
    case when person_group <> 'resident' then person_group when person_type like '14%' then 'resident_minor' when person_type = '1601' then 'resident_senior' else 'resident_adult' end
      as person_group
  from payable join person using (person)
),
placed as (
  select
    person_of.*, policy_version.policy_id, policy_version.catalogue_manual,
    (year(benefit_day) - (strftime(benefit_day, '%m-%d') < policy_version.benefit_year)::integer)::varchar as benefit_year,
    case
      when scope <> 'cross_province' then case when come_home and returning_home = 'as_referred' then 'RETURN' else 'HOME' end
      when filing_class = 'TMP_EMERG' and filing_no is null and emergency_counts = 'as_unfiled' then 'NONE'
      else coalesce(paid_as, filing_class)
    end as filing,
    chronic_code as chronic_disease
  from person_of
  left join contradicted on contradicted.area = insured_area and contradicted.scheme = person_of.scheme
  left join systemic on systemic.area = insured_area and systemic.scheme = person_of.scheme and systemic.filing = filing_class
  join policy_place on policy_place.area = coalesce(paid_by, insured_area) and policy_place.scheme = person_of.scheme
    and benefit_day between policy_place.valid_from and coalesce(policy_place.valid_to, date '2099-12-31')
  join (select * exclude (emergency, scheme, valid_from, valid_to), emergency as emergency_counts from policy_version) as policy_version using (policy_id)
  left join chronic_disease on care_kind = 'chronic' and chronic_disease.disease_code = person_of.disease_code
),
terms_of as (
  select
    i * 4 + case kind when 'first' then 1 when 'last' then 2 else 0 end as claim,
    placed.* exclude (come_home, tier_place),
    4 - tier_place as tier,
    policy_term.term, coalesce((10000 * policy_term.first_pay_ratio)::bigint, 0) as extra_ratio,
    case when not paid then 0 when len(bands) = 1 then (100000000 * bands[1].ratio)::bigint end as ratio,
    0.03 + 0.25 * u(i, 'scope') ** 1.2 + case when tier_place = 1 then 0.03 else 0 end as out_share,
    coalesce(placed.person % one_in = 0, false) as counted,
    opening.as_of, opening.admissions, opening.in_scope as opened_in_scope, opening.deductible_paid as opened_deductible, opening.basic_fund as opened_fund
  from placed
  join payable_term as policy_term on policy_term.policy_id = placed.policy_id and care_group = care_kind and policy_term.person_group = placed.person_group
    and policy_term.tier = (4 - tier_place)::varchar and policy_term.filing = placed.filing and disease = coalesce(chronic_disease, '')
  left join cell_size using (cell)
  left join opening on opening.person = placed.person and opening.benefit_year = placed.benefit_year and opening.as_of < settled_at::date
)
select *, bool_or(counted) over (partition by person) as sampled from terms_of;
