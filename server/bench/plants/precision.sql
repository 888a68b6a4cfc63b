-- Findings of a rule by what they touch, each once, in this order: a scheme of the rule's own card, an innocent twin of it, something planted of another card or
-- a settlement error, nothing planted.
with told as (
  select rule, finding, lead,
    coalesce(bool_or(plant.card = raised.card and label = 'planted'), false) as own,
    coalesce(bool_or(plant.card = raised.card and label = 'look_alike'), false) as twin,
    count(touched.scheme_no) > 0 or bool_or(list_has_any(claims, (select coalesce(list(claim_id), []) from planted_elsewhere))) as other
  from raised left join touched using (finding, rule) left join plant using (scheme_no)
  group by all
)
select rule, count(*) as findings, count(*) filter (where lead) as leads, count(*) filter (where own) as own, count(*) filter (where twin and not own) as look_alikes,
  count(*) filter (where other and not own and not twin) as other, count(*) filter (where not own and not twin and not other) as nothing
from told group by rule order by rule
