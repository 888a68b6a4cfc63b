-- line_owner: lines as they were reported, summed by what they name: a settlement, or an encounter where they name no settlement. All sums add up,
-- so that new lines are added and replaced ones taken away without reading the others. A line without a charge class is told by its catalogue class.
select insured_area, institution_code, names, named, reporter,
  sum(sign)::bigint as lines,
  sum(sign * amount)::decimal(18, 2) as line_amount,
  coalesce(sum(sign * amount) filter (kind in ('09', '10', '11')), 0)::decimal(18, 2) as drug_amount,
  coalesce(sum(sign * amount) filter (kind = '03'), 0)::decimal(18, 2) as examination_amount,
  coalesce(sum(sign * amount) filter (kind = '04'), 0)::decimal(18, 2) as laboratory_amount,
  coalesce(sum(sign * amount) filter (kind in ('05', '06')), 0)::decimal(18, 2) as treatment_amount,
  coalesce(sum(sign * amount) filter (kind = '08'), 0)::decimal(18, 2) as consumable_amount
from (
  select insured_area, institution_code, coalesce(reported_by, 'unknown') as reporter, sign, amount,
    case when settlement_id is null then 'encounter' else 'settlement' end as names,
    coalesce(settlement_id, encounter_id) as named,
    coalesce(charge_class, case when list_type like '10_' then '09' when list_type = '301' then '08' end) as kind
  from fee_part
)
group by all
