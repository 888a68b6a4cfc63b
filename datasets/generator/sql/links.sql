-- A few who came with a passport before they had an identity card of this number.
create table person_link as
select '01' as certificate_type, certificate_no, '16' as linked_certificate_type, 'E' || lpad((hash(person, 'passport') % 100000000)::varchar, 8, '0') as linked_certificate_no,
  '示例参保信息比对' as source
from person where u(person, 'linked') < 0.001;
