-- What the chain reads of lines and their catalogue: there are none yet when amounts are made.
create or replace temp table settle_line (
  claim_id bigint, day date, item_code varchar, price decimal(16, 6), quantity decimal(16, 4), amount decimal(16, 2), full_self_pay decimal(16, 2),
  over_limit decimal(16, 2), first_pay decimal(16, 2), in_scope decimal(16, 2), hospital_approved varchar
);
create or replace temp table catalogue_charge (
  area varchar, item_code varchar, item bigint, grain integer, charge bigint, item_class varchar, first_pay_ratio decimal(5, 4), price_limit decimal(16, 6),
  restricted boolean, valid_from date, valid_to date, file varchar, line integer, source varchar
);
create or replace temp macro area_place(province) as left(province, 2)::integer;
create or replace temp macro kind_place(province, scheme, tier) as tier::integer;
create or replace temp macro charge_key(item, grain, by_area, by_kind) as item;
-- Before the first pass nothing is known to be paid.
create or replace temp table known (
  claim_id bigint, deductible_due decimal(16, 2), basic_due decimal(16, 2), serious_due decimal(16, 2), large_due decimal(16, 2), civil_due decimal(16, 2), aid_due decimal(16, 2)
);
