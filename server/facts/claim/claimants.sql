-- claimant: settlements that count, made elsewhere than at home: they may be covered by a filing.
select placed_row.row_no, placed_row.certificate_no, coalesce(person.person_id, placed_row.certificate_no) as certified_id,
  md5(placed_row.insured_area || '|' || person_no)::uuid as local_id, home.area as insured_city, away.area as care_city,
  away.province as care_province, settled_at, care_group.care_group = 'inpatient' as inpatient,
  coalesce(visit_begin, begin_date, settled_at::date) as visit_begin, coalesce(visit_end, end_date, settled_at::date) as visit_end
from placed_row
anti join settlement_state using (row_no)
left join visit_part using (row_no)
left join person_exception as person on person.certificate = placed_row.certificate_no
left join care_group on care_group.prefix = left(placed_row.care_type, 2)
join region_of as home on home.country = placed_row.country and home.code = placed_row.insured_area
join region_of as away on away.country = placed_row.country and away.code = placed_row.care_code
where home.area <> away.area
