-- S0. Care at home, or within the province, of persons with a long-term filing elsewhere in force on the day of admission made before the settlement and not yet taken back then.
select distinct claim_id
from claim join filing on filing.insured_area = claim.insured_area and filing.person_no = claim.person_no
  left join filing_category on filing_category.code = filing.category
where filing.batch_to is null and claim.care_scope in ('local', 'within_province')
  and (filing_category.class like 'LT\_%' escape '\' or filing.category = '07' and filing.memo like '12%')
  and (coalesce(filing.valid, '1') = '1' and coalesce(filing.returned, '0') <> '1' or /*taken back*/ > claim.settled_at)
  and coalesce(visit_begin, settled_at::date) between filing.begin_date and coalesce(filing.end_date, date '2099-12-31')
  and (filing.created_at is null or filing.created_at <= claim.settled_at) /*part*/
