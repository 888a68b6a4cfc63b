-- Requests to the place of care to verify manual claims of stays over 30,000 yuan; answered by the 26th of the next month as a rule.
create table investigation as
with
large as (
  select settlement.i, serial, settled_at, total, u(i, 'investigated') as draw
  from settlement join encounter using (i)
  where route = 'manual' and scope = 'cross_province' and care_kind = 'inpatient' and total > 3000000
),
asked as (
  select *, settled_at - to_days((20 + 60 * draw)::integer) as requested_at from large
)
select
  'X' || serial as investigation_no, i, serial, requested_at,
  (date_trunc('month', requested_at) + interval 1 month + interval 25 day)::date as due_date,
  requested_at + to_days((5 + 45 * u(i, 'answered'))::integer) as answered_at,
  case when draw < 0.96 then '属实' when draw < 0.99 then '部分属实' else '无法核实' end as conclusion,
  case when draw < 0.96 then total when draw < 0.99 then total * 9 // 10 else 0 end as confirmed
from asked;
