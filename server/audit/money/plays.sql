-- Which lines are taken out together in a year: those of each finding alone, those of all findings of a standing (finding null), and none (standing null) where
-- something was not paid as due. The same lines are the same content, whoever names them. plain: whole claims are taken out and nothing was settled after them,
-- so that nothing need be settled to say what comes of it.
with
all_of as (
  select standing, year_no, claim_id, line_key
  from (select distinct standing, year_no, claim_id, line_key from temp.money_disallowed)
  qualify line_key = '*' or not bool_or(line_key = '*') over (partition by standing, year_no, claim_id)
),
taken as (
  select standing, year_no, finding, claim_id, line_key from temp.money_disallowed
  union all
  select standing, year_no, null, claim_id, line_key from all_of
),
apart as (
  select distinct year_no
  from temp.money_recorded semi join (select claim_id from temp.money_claim where exact) as exact using (claim_id)
  where recorded <> due
),
together as (
  select standing, taken.year_no, finding, md5(string_agg(claim_id || ' ' || line_key, chr(10) order by claim_id, line_key)) as content,
    list({ 'claim_id': claim_id, 'line_key': line_key }) as taken,
    bool_and(line_key = '*') as wholly, count(*) as entries, min(settled_at) as first
  from taken join temp.money_claim using (claim_id)
  group by standing, taken.year_no, finding
)
select standing, year_no, finding, content, any_value(taken) as taken,
  any_value(wholly) and any_value(apart.year_no) is null and count(*) filter (settled_at >= first) = any_value(entries) and bool_and(settled_at is not null) as plain
from together join (select year_no, settled_at from temp.money_claim) as claim using (year_no) left join apart using (year_no)
group by standing, year_no, finding, content
union all
select distinct null, year_no, null, '', [], false
from temp.money_disallowed semi join apart using (year_no)
