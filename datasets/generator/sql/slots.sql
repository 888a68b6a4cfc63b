create macro institution_place(area, kind, slot) as (area::integer * 2 + (kind = 'P')::integer)::bigint * 1024 + slot;
create macro province_place(province, slot) as left(province, 2)::integer * 4096 + slot;
-- Distributions as equal slots: what stands at a slot's middle in the cumulated shares.
create table pair_slot as
select of_flow.flow, slot, pair.insured, pair.care
from (select flow, unnest(range(16384))::integer as slot, (unnest(range(16384)) + 0.5) / 16384 as middle from (select distinct flow from pair)) as of_flow
asof join pair on of_flow.flow = pair.flow and middle >= pair.starts_at;

create table class_slot as
select slot, filing_class.class
from (select unnest(range(4096))::integer as slot, (unnest(range(4096)) + 0.5) / 4096 as middle) as of_class
asof join filing_class on middle >= filing_class.starts_at;

create table area_slot as
with even as (
  select province, unnest(range(4096))::integer as slot, (unnest(range(4096)) + 0.5) / 4096 as middle from (select distinct province from area)
)
select province_place(insured.province, insured.slot) as code, insured.province, insured.slot, insured.code as insured_area, insured.place, insured.places, insured.of_province, cared.code as care_area
from (select even.*, area.* exclude (province) from even asof join area on even.province = area.province and middle >= area.insured_from) as insured
join (select even.*, area.code from even asof join area on even.province = area.province and middle >= area.care_from) as cared using (province, slot);

-- code: area, kind and slot in one number, for a quick join.
create table institution_slot as
select institution_place(of_area.area, of_area.kind, slot) as code, of_area.area, of_area.kind, slot, institution_code, tier_place, special
from (
  select area, kind, unnest(range(1024))::integer as slot, (unnest(range(1024)) + 0.5) / 1024 as middle
  from (select distinct area, kind from institution)
) as of_area
asof join institution on of_area.area = institution.area and of_area.kind = institution.kind and middle >= institution.drawn_from;

create table disease_slot as
select of_care.care, of_care.sex, of_care.young, slot, code, cost, care_type
from (
  select care, sex, young, unnest(range(1024))::integer as slot, (unnest(range(1024)) + 0.5) / 1024 as middle
  from (select distinct care, sex, young from disease)
) as of_care
asof join disease
  on of_care.care = disease.care and of_care.sex = disease.sex and of_care.young = disease.young and middle >= disease.starts_at;
