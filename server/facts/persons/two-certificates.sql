-- Person numbers with several sound certificates, of all or of those in number_asked; hashes find the few that are worth a close look.
with candidate as materialized (
  select hash(insured_area, person_no) as number from number_statement where person_no is not null
  group by number having min(certificate) <> max(certificate)
)
select 'two_certificates' as note, insured_area, person_no, null::uuid as certificate,
  count(distinct certificate) || ' → ' || count(distinct coalesce(exception.person_id, certificate)) as detail
from number_statement left join person_exception as exception using (certificate)
where hash(insured_area, person_no) in (select number from candidate)
group by insured_area, person_no having count(distinct certificate) > 1
