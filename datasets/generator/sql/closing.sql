-- Settlements as they are kept: what is out of scope by kind as the lines have it, the extra first-pay beside them.
create or replace table closed as
with
summed as (
  select serial, sum(full_self_pay)::bigint as full_self_pay, sum(over_limit)::bigint as over_limit, sum(first_pay)::bigint as first_pay
  from line group by serial
)
select
  settlement.* replace (
    coalesce(summed.full_self_pay, settlement.full_self_pay) as full_self_pay,
    coalesce(summed.over_limit, settlement.over_limit) as over_limit,
    coalesce(summed.first_pay + extra_first_pay, settlement.first_pay) as first_pay
  )
from settlement left join summed using (serial);
drop table settlement;
alter table closed rename to settlement;
