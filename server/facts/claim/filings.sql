-- filing_row: filings with their class and what they are told by. A category 07 with a memo that begins with 12 is long-term residence (one city's
-- convention, see the code table); an area that sends our own class names is understood too.
-- taken_back_at says until when one that was taken back stood; without it nobody can say that it stood at all.
-- favour orders them: the most favourable to the person first, then the latest. An area's own precedence comes with its policy.
with
classed as (
  select filing_id, insured_area, area, begin_date, coalesce(end_date, date '2099-12-31') as end_date, created_at,
    coalesce(valid, '1') <> '1' or coalesce(returned, '0') = '1' as cancelled, /*taken back*/ as taken_back_at,
    certificate_no, md5(insured_area || '|' || person_no)::uuid as local_id,
    case when category = '07' and memo like '12%' then 'LT_RESIDE' else coalesce(filing_category.class, 'unknown') end as filing_class
  from filing left join filing_category on filing_category.code = filing.category
  where /*versions*/ /*persons*/
)
select *,
  case left(filing_class, 3) when 'LT_' then '1' when 'TMP' then case filing_class when 'TMP_OTHER' then '3' else '2' end else '4' end
    || lpad((4102444800000000 - coalesce(epoch_us(created_at), 0))::varchar, 16, '0') || filing_id || '|' || insured_area as favour
from classed
