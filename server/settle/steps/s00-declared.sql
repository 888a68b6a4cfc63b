-- S0. What is declared, of the nation (000000), the province or the area, of the data a claim's history would stand in; a later declaration overrides
-- an earlier one.
select claim_id, arg_max(state, declaration) as state
from (
  select claim_id, unnest(['000000', insured_province, insured_city]) as place, scheme, care_group, coalesce(visit_end, settled_at::date) as day
  from claim where true /*part*/
) as this
join completeness as declared
  on declared.area = this.place and coalesce(declared.scheme, this.scheme) = this.scheme
    and coalesce(declared.care_group, this.care_group) = this.care_group and this.day between declared.valid_from and declared.valid_to
group by claim_id
