-- Every settlement that is planted as an error or raised as a difference: what the truth says beside what re-settlement found. An error within rounding is
-- none; a policy defect marks claims instead of raising them. Some schemes of other cards are paid by a filing class the person did not have: a difference
-- there is no false one.
with
told as (
  select
    record_key as settlement_id, case card when 'XR-10' then 'RS-RATIO' else card end as class, card, scheme_no not like '%/%/%' as throughout, strength = 'weak' as weak, label, responsible, explaining,
    scheme_no, detail, coalesce(try_cast(regexp_extract(detail, '(-?\d+) fen off', 1) as integer), 100) as off
  from read_parquet(/*truth*/) where table_name = 'setl_d'
),
error as (
  select * exclude (class), class as own_class, class || case when throughout then ' throughout an area' else '' end as class
  from told where label = 'planted' and (card like 'RS-%' or card = 'XR-10')
),
scheme as (
  select settlement_id, min(card) as other_card from told where label = 'planted' and card like 'XR-%' group by settlement_id
),
twin as (
  select settlement_id, any_value(card || ' ' || detail) as twin from told where label = 'look_alike' group by settlement_id
)
select
  settlement_id, error.class as planted, own_class, coalesce(error.weak, false) as weak, other_card is not null and difference_class in ('RS-RATIO', 'RS-DEDC') as of_scheme, error.responsible, error.explaining, twin, error.off,
  abs(error.off) > 5 or error.class = 'RS-ID' as beyond_rounding,
  resettlement.difference_class as class, resettlement.responsible as held_responsible, resettlement.explaining as held_explaining, explanations,
  coalesce((materiality in ('minor', 'material') or difference_class = 'RS-ID') and not policy_defect, false) as raised,
  policy_defect, materiality, cannot, largest_difference, care_group, insured_city, resettlement.scheme, policy_id
from resettlement
left join error using (settlement_id)
left join scheme using (settlement_id)
left join twin using (settlement_id)
where error.class is not null or twin is not null or difference_class is not null
