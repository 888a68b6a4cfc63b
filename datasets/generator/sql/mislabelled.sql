-- Errors in lines: recorded in scope although the catalogue of the place of care has the item out of it (class 03) or it is restricted and was not
-- approved; or left to the person although it is listed. The recorded parts stay, the item is another.
create table mislabelled as
with
wrong as (
  select settlement.i, serial, mistake, explained from settlement join mistaken using (i) where mistake in ('RS-LINE', 'RS-LMT') and kind = 'whole'
),
candidate as (
  select
    line.serial, line_no, wrong.mistake, explained, care_kind, row_number() over (partition by line.serial order by amount desc, line_no) as place
  from line join wrong using (serial) join encounter on encounter.i = line.i
  where amount > 10000 and case
    when wrong.mistake = 'RS-LMT' then approved = '1' and in_scope > 0
    when explained = 'class:03' then line_no like '_900'
    else line_no like '_901' end
)
select serial, line_no, mistake, item.item_code, list_type, drawn.explained
from candidate as drawn
left join rest_slot on drawn.mistake = 'RS-LINE' and rest_slot.care_kind = drawn.care_kind and rest_slot.item_class = right(explained, 2) and bucket = 14 and slot = 0
left join item using (item)
where place = 1;
update line set item_code = mislabelled.item_code from mislabelled
where mislabelled.serial = line.serial and mislabelled.line_no = line.line_no and mislabelled.mistake = 'RS-LINE';
update line set approved = '0' from mislabelled
where mislabelled.serial = line.serial and mislabelled.line_no = line.line_no and mislabelled.mistake = 'RS-LMT';
-- Without a line to be wrong in, nothing is.
delete from mistaken where mistake in ('RS-LINE', 'RS-LMT') and i not in (select settlement.i from settlement join mislabelled using (serial));
drop table mislabelled;

create table truth as
select
  mistake as card, mistake || '/' || case when mistake = 'RS-POL' or systemic.area is not null then insured_area || '-' || person.scheme else settlement.i::varchar end as scheme_no,
  'planted' as label, case when mistake = 'RS-POL' or systemic.area is not null then 'strong' end as strength, case when overpaid > 0 then 'overpaid' when overpaid < 0 then 'underpaid' else 'other' end as role,
  'setl_d' as table_name, insured_area || serial as record_key, person_no as person, institution_code as institution, explained as detail,
  null::decimal(14, 2) as reached, null::decimal(14, 2) as speaks_from,
  case when mistake in ('RS-LINE', 'RS-LMT') then 'institution' when mistake = 'RS-ID' then 'record' when mistake = 'RS-POL' then 'policy_data' else 'insured_agency' end as responsible,
  case when split_part(explained, ':', 1) in ('filing', 'admission', 'ceiling') then explained end as explaining,
  -- Of lines, and where a whole area errs, only the direction is known here.
  case when mistake = 'RS-ID' or abs(overpaid) > 1 then yuan(overpaid) end as amount
from (select distinct i, mistake, explained, overpaid from mistaken) as mistaken
join settlement using (i) join encounter using (i) join person using (person)
left join systemic on systemic.area = insured_area and systemic.scheme = person.scheme and mistake = 'RS-RATIO' and explained = 'filing:' || paid_as
where settlement.kind in ('whole', 'first', 'last');
drop table mistaken;
