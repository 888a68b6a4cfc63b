-- What settled claims rest on beside the data, in pieces that change apart from each other: the versions that hold in an area, the charges of an item in
-- a province, the days whose data are declared complete; and the hash of the files that policies and charges came from.
select 'terms' as kind, null::varchar as area, null::varchar as scheme, null::varchar as care_group, null::varchar as item_code,
  null::date as valid_from, null::date as valid_to, value as content
from meta where name = 'terms'
union all by name
-- Every version of a file holds wherever one does; a difference may be explained by another version of it, so they are one piece.
select 'policy' as kind, place.area, place.scheme,
  md5(string_agg(concat_ws(' ', place.policy_id, place.valid_from, place.valid_to, content_hash), ';' order by place.policy_id, place.valid_from)) as content
from policy_place as place join policy_version as version using (policy_id)
group by place.area, place.scheme
union all by name
select 'charge' as kind, area, item_code,
  bit_xor(hash(scheme, tier, item_class, first_pay_ratio, price_limit, restricted, valid_from, valid_to))::varchar as content
from catalogue_charge
group by area, item_code
union all by name
select 'declared' as kind, area, scheme, care_group, valid_from, valid_to
from completeness where state = 'complete'
