-- Quarantined certificates, once for each area that knows them.
select distinct 'certificate_shared' as note, insured_area, null::varchar as person_no, certificate, reason as detail
from statement_asked join person_exception using (certificate) where state = 'quarantined'
