-- By which subject each component goes that was found now: `part` as its earliest record would call it, `subject` as it is called.
-- What is known goes on as the part that has most of its members; of several that became one, the one that stands and is oldest gives its name.
with present as (
  select rule, subject as part, unnest(from_json(owner, '["VARCHAR"]')) as member from temp.audit_row where rule in (select rule from temp.audit_component)
),
remembered as (
  select rule, subject, first_run as since, state = 'closed' as closed, from_json(owners[1], '["VARCHAR"]') as members
  from finding where rule in (select rule from temp.audit_component) and len(owners) = 1
  union all
  select rule, subject, 0 as since, false as closed, members from kept_subject
  where rule in (select rule from temp.audit_component) and (rule, subject) not in (select (rule, subject) from finding)
),
shared as (
  select rule, part, subject, since, closed, count(*) as n
  from present join (select rule, subject, since, closed, unnest(members) as member from remembered) as known using (rule, member)
  group by all
),
goes_on as (
  select * from shared qualify row_number() over (partition by rule, subject order by n desc, part = subject desc, part) = 1
),
taken as (
  select * from goes_on qualify row_number() over (partition by rule, part order by closed, since, n desc, subject) = 1
)
select rule, part, members,
  coalesce(taken.subject, if((rule, part) in (select (rule, subject) from taken), part || ' / ' || least, part)) as subject
from (select rule, part, list_sort(list(member)) as members, min(member) as least from present group by all)
left join taken using (rule, part)
