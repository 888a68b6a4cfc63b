-- S0. Claims of whose history everything that they hang on is declared complete, up to their day: care of their own kind, of the kinds that count against the same
-- ceiling, and of those that a layer of theirs adds up. Each kind from the first day of the benefit year on, or from the day after a balance that stands
-- for it (in-patient and chronic care). complete_from: that first day.
with
dated as (
  select claim_id, insured_city, scheme, care_group, person_type, special_person_type, coalesce(civil_servant = '1', false) as servant,
    case care_group when 'inpatient' then coalesce(visit_end, settled_at::date) else settled_at::date end as day
  from claim where true /*part*/
),
under_policy as (
  select dated.claim_id, insured_city, dated.scheme, dated.care_group, servant, day, place.policy_id,
    coalesce(own.person_group, '') as person_group, coalesce(aid.person_group, '') as aid_class,
    version.pharmacy = 'outpatient_fund' as pharmacy_counts, (benefit_year_of(day, version.benefit_year) || '-' || version.benefit_year)::date as year_begin,
    case when dated.care_group = 'pharmacy' and version.pharmacy = 'outpatient_fund' then 'outpatient' else dated.care_group end as pool
  from dated
  join policy_place as place on place.area = dated.insured_city and place.scheme = dated.scheme and day between place.valid_from and coalesce(place.valid_to, date '9999-12-31')
  join policy_version as version on version.policy_id = place.policy_id
  left join person_group as own on own.code = dated.person_type
  left join aid_group as aid on aid.code = dated.special_person_type
),
under_ceiling as (
  select policy_id, care_group as pool, person_group,
    bool_or(cap_inpatient) as inpatient, bool_or(cap_outpatient) as outpatient, bool_or(cap_chronic) as chronic
  from policy_term where cap_basis is not null group by all
),
layer_row as (
  select policy_id, aid_class, unnest(['serious', 'large', 'aid']) as name, unnest([serious, large, aid]) as layer, false as of_servants from policy_layer
  union all
  select policy_id, aid_class, 'civil', civil, true from policy_layer
),
-- Each settlement counts in its own version, in the row of the class its person had then.
counted as (
  select distinct split_part(policy_id, '@', 1) as file, name,
    unnest(list_filter([case when layer.inpatient then 'inpatient' end, case when layer.outpatient then 'outpatient' end, case when layer.chronic then 'chronic' end],
      lambda kind: kind is not null)) as kind
  from layer_row where layer is not null
),
-- A layer that pays of each settlement alone, without a ceiling, adds nothing up.
added_up as (
  select distinct policy_id, aid_class, servant, pool, kind
  from (select *, split_part(policy_id, '@', 1) as file from layer_row where layer is not null and (layer.basis = 'OWN_SHARE_YEAR' or layer.cap is not null))
    join counted using (file, name),
    (values (true), (false)) as who (servant), (values ('inpatient'), ('outpatient'), ('chronic')) as care (pool)
  where (servant or not of_servants) and case pool when 'inpatient' then layer.inpatient when 'outpatient' then layer.outpatient else layer.chronic end
),
under_layers as (
  select policy_id, aid_class, servant, pool, bool_or(kind = 'inpatient') as inpatient, bool_or(kind = 'outpatient') as outpatient, bool_or(kind = 'chronic') as chronic
  from added_up group by all
),
-- Days of an area and scheme in which the same is declared, and since when: null, where it is not.
declared as (from completeness where state = 'complete'),
edge as (
  select area, scheme, valid_from as day from declared
  union
  select area, scheme, valid_to + 1 from declared where valid_to < date '9999-12-31'
),
span as (
  select area, scheme, day as first_day, coalesce(lead(day) over (partition by area, scheme order by day) - 1, date '9999-12-31') as last_day from edge
),
declared_in as (
  select span.area, span.scheme, first_day, last_day,
    min(valid_from) filter (care_group = 'inpatient') as inpatient_from, min(valid_from) filter (care_group = 'outpatient') as outpatient_from,
    min(valid_from) filter (care_group = 'chronic') as chronic_from, min(valid_from) filter (care_group = 'pharmacy') as pharmacy_from
  from span join declared on declared.area = span.area and declared.scheme = span.scheme and first_day between valid_from and valid_to
  group by all
),
hanging as (
  select this.claim_id, year_begin, greatest(year_begin, opening_as_of + 1) as stated_begin, inpatient_from, outpatient_from, chronic_from, pharmacy_from,
    this.care_group = 'inpatient' or coalesce(ceiling.inpatient, false) or coalesce(layers.inpatient, false) as on_inpatient,
    this.pool = 'outpatient' or coalesce(ceiling.outpatient, false) or coalesce(layers.outpatient, false) as on_outpatient,
    this.care_group = 'chronic' or coalesce(ceiling.chronic, false) or coalesce(layers.chronic, false) as on_chronic,
    this.care_group = 'pharmacy' as of_pharmacy, pharmacy_counts
  from under_policy as this
  join declared_in on declared_in.area = insured_city and declared_in.scheme = this.scheme and day between first_day and last_day
  left join opening_balance using (claim_id)
  left join under_ceiling as ceiling on ceiling.policy_id = this.policy_id and ceiling.pool = this.pool and ceiling.person_group = this.person_group
  left join under_layers as layers on layers.policy_id = this.policy_id and layers.aid_class = this.aid_class and layers.servant = this.servant
    and layers.pool = this.pool
  where this.care_group in ('inpatient', 'outpatient', 'chronic', 'pharmacy')
)
select claim_id, year_begin as complete_from
from hanging
where (not on_inpatient or coalesce(inpatient_from <= stated_begin, false)) and (not on_chronic or coalesce(chronic_from <= stated_begin, false))
  and (not on_outpatient or coalesce(outpatient_from <= year_begin, false))
  and (not (of_pharmacy or on_outpatient and pharmacy_counts) or coalesce(pharmacy_from <= year_begin, false))
