-- S0. Claims of whose history everything that they hang on is declared complete, up to their day: care of their own kind, of the kinds that count against the same
-- ceiling, and of those that a layer of theirs adds up. Each kind from the first day of the benefit year on, or from the day after a balance that stands
-- for it (in-patient and chronic care). complete_from: that first day.
with
dated as (
  select claim_id, insured_city, scheme, care_group, person_type, special_person_type, coalesce(civil_servant = '1', false) as civil_servant,
    case care_group when 'inpatient' then coalesce(visit_end, settled_at::date) else settled_at::date end as day
  from claim where true /*part*/
),
under_policy as (
  select dated.* exclude (person_type, special_person_type), place.policy_id, opening_as_of, coalesce(own.person_group, '') as person_group, coalesce(aid.person_group, '') as aid_class,
    version.pharmacy = 'outpatient_fund' as pharmacy_counts, (benefit_year_of(day, version.benefit_year) || '-' || version.benefit_year)::date as year_begin,
    case when dated.care_group = 'pharmacy' and version.pharmacy = 'outpatient_fund' then 'outpatient' else dated.care_group end as pool
  from dated
  join policy_place as place on place.area = dated.insured_city and place.scheme = dated.scheme and day between place.valid_from and coalesce(place.valid_to, date '9999-12-31')
  join policy_version as version on version.policy_id = place.policy_id
  left join person_group as own on own.code = dated.person_type
  left join aid_group as aid on aid.code = dated.special_person_type
  left join opening_balance using (claim_id)
),
under_ceiling as (
  select policy_id, care_group as pool, person_group,
    list_filter([case when bool_or(cap_inpatient) then 'inpatient' end, case when bool_or(cap_outpatient) then 'outpatient' end, case when bool_or(cap_chronic) then 'chronic' end],
      lambda kind: kind is not null) as kinds
  from policy_term where cap_basis is not null group by all
),
-- A layer that pays of each settlement alone, without a ceiling, adds nothing up.
adding_up as (
  select policy_id, aid_class, unnest([serious, large, aid]) as layer, false as of_servants from policy_layer
  union all
  select policy_id, aid_class, civil, true from policy_layer
),
under_layers as (
  select policy_id, aid_class, servant, pool, list_distinct(flatten(list(kinds))) as kinds
  from (
    select policy_id, aid_class, of_servants,
      list_filter([case when layer.inpatient then 'inpatient' end, case when layer.outpatient then 'outpatient' end, case when layer.chronic then 'chronic' end],
        lambda kind: kind is not null) as kinds
    from adding_up where layer is not null and (layer.basis = 'OWN_SHARE_YEAR' or layer.cap is not null)
  ), (values (true), (false)) as who (servant), lateral (select unnest(kinds) as pool)
  where servant or not of_servants
  group by all
),
hanging as (
  select under_policy.*, unnest(list_distinct(
      [under_policy.care_group, under_policy.pool] || coalesce(under_ceiling.kinds, []) || coalesce(under_layers.kinds, [])
        || case when pharmacy_counts and list_contains([under_policy.pool] || coalesce(under_ceiling.kinds, []) || coalesce(under_layers.kinds, []), 'outpatient') then ['pharmacy'] else [] end
    )) as kind
  from under_policy
  left join under_ceiling on under_ceiling.policy_id = under_policy.policy_id and under_ceiling.pool = under_policy.pool and under_ceiling.person_group = under_policy.person_group
  left join under_layers on under_layers.policy_id = under_policy.policy_id and under_layers.aid_class = under_policy.aid_class
    and under_layers.servant = under_policy.civil_servant and under_layers.pool = under_policy.pool
),
unknown as (
  select claim_id
  from hanging left join completeness as declared
    on declared.area = insured_city and declared.scheme = hanging.scheme and declared.care_group = kind and declared.state = 'complete'
      and day between declared.valid_from and declared.valid_to
      and declared.valid_from <= greatest(year_begin, case when kind in ('inpatient', 'chronic') then opening_as_of + 1 end)
  where declared.area is null
)
select claim_id, year_begin as complete_from from under_policy anti join unknown using (claim_id)
