-- One row per person, watched substance and day, over link_part: the used owners of lines of the persons at hand.
select person_id, any_value(person_state) as person_state, watched_as, bool_or(special_drug) as special_drug,
  case when day = date '-infinity' then coalesce(visit_end, settled_at::date) else day end as used_on,
  sum(watched.lines)::bigint as lines,
  sum(amount)::decimal(18, 2) as amount,
  (case when sum(quantity_lines) > 0 then sum(quantity) end)::decimal(18, 4) as quantity,
  (case when sum(days_lines) > 0 then sum(days_supply) end)::decimal(18, 2) as days_supply,
  bool_or(care_group = 'pharmacy') as by_pharmacy,
  bool_or(care_group <> 'pharmacy') as by_hospital,
  list_sort(list_distinct(list(link.institution_code))) as institutions,
  list_sort(list_distinct(list(care_province))) as provinces,
  list_sort(list_distinct(list(claim_id))) as claims
from link_part as link
join watched_line as watched
  on watched.named = link.named
  and coalesce(watched.names = link.names and watched.insured_area = link.owner_area
    and watched.institution_code = link.owner_institution and watched.reporter = link.reporter, false)
group by person_id, watched_as, used_on
