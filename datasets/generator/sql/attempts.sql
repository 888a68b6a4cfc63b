-- Direct settlements that failed: some were tried again and succeeded, the rest were claimed by hand later.
create table attempt as
with
failed as (
  select encounter.*, u(i, 'failed') as draw from encounter where scope = 'cross_province'
)
select
  'F' || lpad(i::varchar, 10, '0') as attempt_no, person, institution_code, care_area, care_kind,
  end_at - to_seconds((60 + 900 * u(i, 'tried'))::integer) as attempted_at,
  reason.code as reason_code, reason.zh as reason, settlement.total
from failed
join (select i, max(total) as total from settlement group by i) as settlement using (i)
join attempt_reason as reason
  on reason.slot = case when filing_class = 'NONE' then 0 else floor((select count(*) from attempt_reason) * u(i, 'reason'))::integer end
where route = 'manual' and draw < 0.7 or route = 'direct' and draw < 0.012;
