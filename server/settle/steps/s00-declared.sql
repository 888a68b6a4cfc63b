-- S0. From which day on the data that a claim's history would stand in are declared complete, up to the claim's day.
select claim_id, declared.valid_from as complete_from
from (
  select claim_id, insured_city, scheme, care_group,
    case care_group when 'inpatient' then coalesce(visit_end, settled_at::date) else settled_at::date end as day
  from claim where true /*part*/
) as this
join completeness as declared
  on declared.area = this.insured_city and declared.scheme = this.scheme and declared.care_group = this.care_group
    and this.day between declared.valid_from and declared.valid_to
where declared.state = 'complete'
