-- A row for each claim of a finding whose rule implicates anything. Findings are counted within their standing: leads, rules on trial and held findings take
-- no share from suspicions.
select finding, rule.kind, rule.implicates, lines, unnest(list_distinct(claims)) as claim_id,
  case when state <> 'open' then state when lead then 'lead' else 'open' end as standing
from finding join temp.money_rule as rule using (rule)
where state <> 'closed' and rule.implicates <> 'none'
