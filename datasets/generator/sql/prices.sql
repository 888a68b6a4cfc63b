create macro charge_code(item, province, scheme, tier, late) as
  ((((item * 100 + left(province, 2)::integer) * 2 + (scheme = '390')::integer) * 8 + tier) * 2 + late::integer)::integer;
create macro unit_price(item, institution_code, low, high) as low + floor((high - low) * u(hash(institution_code, item) >> 2, 'price'))::bigint;
