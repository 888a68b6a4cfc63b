-- filing_candidate (row_no, filing_id, …): every filing of the same person and insured area, with the reason why it covers the settlement or does not.
-- A filing covers admission or discharge and was made before the settlement (domain §7); one that was taken back covers what was settled while it stood. A filed province covers all its areas; a capital and its
-- 省本级 cover each other (医保发〔2024〕21号). A filing that names no place covers any: never to the person's cost.
with
filed as (
  select filing_row.*, coalesce(person.person_id, certificate_no) as certified_id, home.area as insured_city,
    place.area as filed_area, place.province as filed_province, place.found = 'province' as whole_province
  from filing_row
  left join person_exception as person on person.certificate = certificate_no
  join region_of as home on home.country = 'CN' and home.code = insured_area
  left join region_of as place on place.country = 'CN' and place.code = filing_row.area
),
met as (
  select claimant.*, filing_id, filing_class, favour, cancelled, taken_back_at, created_at, begin_date, end_date, filed_area, filed_province, whole_province, filed.area as filed_code
  from claimant join filed on filed.certified_id = claimant.certified_id and filed.insured_city = claimant.insured_city
  union all
  select claimant.*, filing_id, filing_class, favour, cancelled, taken_back_at, created_at, begin_date, end_date, filed_area, filed_province, whole_province, filed.area
  from claimant join filed on filed.local_id = claimant.local_id
  where claimant.certificate_no is null or filed.certificate_no is null
),
reasoned as (
  select row_no, inpatient, filing_id, filing_class, favour,
    case
      when cancelled and coalesce(taken_back_at <= settled_at, true) then 'cancelled'
      when end_date < begin_date then 'ends_before_it_begins'
      when not (
        filed_code is null or filed_area = care_city or whole_province and filed_province = care_province
        or filed_province = care_province
          and (filed_area like '__9900' and care_city like '__0100' or filed_area like '__0100' and care_city like '__9900')
      ) then 'other_place'
      when created_at >= settled_at then 'created_after_settlement'
      when end_date < visit_begin then 'ended_before'
      when begin_date > visit_end then 'begins_after'
      when begin_date <= visit_begin then 'admission'
      when end_date >= visit_end then 'discharge'
      else 'inside_the_stay'
    end as reason
  from met
)
select *, reason in ('admission', 'discharge') as covers from reasoned
