-- Every scheme: whether a rule of its card found it, and in which kind of case it stands.
select plant.*, unpaid, coalesce(doubted, false) as doubted, unwatched.scheme_no is not null as unwatched, coalesce(ruled.runs, false) as has_rule, ruled.card is not null and not ruled.runs as unsupplied, count(finding) > 0 as found, list_sort(list_distinct(list(touched.rule))) as rules
from plant
left join (
  select regexp_extract(rule, '^(XR-\d\d|RS-[A-Z]+)') as card, bool_or(state = 'done') as runs
  from audit_run_rule where run = (select max(run) from audit_run) and state in ('done', 'unsupplied') group by card
) as ruled using (card)
left join plant_paid on plant_paid.scheme_no = plant.scheme_no
left join unwatched on unwatched.scheme_no = plant.scheme_no
left join touched on touched.scheme_no = plant.scheme_no and touched.card = plant.card
group by all
order by card, scheme_no
