-- Arithmetic on bands of eligible cost; a band is (low, high, ratio). Money is DECIMAL(16,2), ratios DECIMAL(9,8); nothing is divided but in whole
-- numbers. Sources: domain note §2.6 (segments), §2.8 (layers, overflow), §2.9 (rounding).
create or replace temp macro band_width(band, low, high) as
  greatest(least(high, band.high) - greatest(low, band.low), 0::decimal(16, 2))::decimal(16, 2);
-- What bands pay for eligible cost from low to high: each band rounded half up to the fen.
create or replace temp macro bands_pay(bands, low, high) as
  coalesce(list_sum(list_transform(bands, lambda band: round(band_width(band, low, high) * band.ratio, 2)::decimal(16, 2))), 0)::decimal(16, 2);
-- The same of a cumulated amount, unrounded: layers round the difference of two.
create or replace temp macro bands_sum(bands, amount) as
  coalesce(list_sum(list_transform(bands, lambda band: band_width(band, 0::decimal(16, 2), amount) * band.ratio)), 0)::decimal(30, 10);
create or replace temp macro highest_ratio(bands, low) as
  coalesce(list_max(list_transform(list_filter(bands, lambda band: band.high > low), lambda band: band.ratio)), 0)::decimal(9, 8);
create or replace temp macro lowest_ratio(bands, low) as
  coalesce(list_min(list_transform(list_filter(bands, lambda band: band.high > low), lambda band: band.ratio)), 0)::decimal(9, 8);
-- amount / ratio, half up to the fen, in whole numbers.
create or replace temp macro cost_of(amount, ratio) as
  (((amount * 100)::hugeint * 200000000 + (ratio * 100000000)::hugeint) // ((ratio * 100000000)::hugeint * 2))::decimal(18, 0) * 0.01::decimal(3, 2);
-- Eligible cost from low to high of which the bands would have paid `cut`, taken off the bands from the top.
create or replace temp macro bands_cut(bands, low, high, cut) as
  case when cut > 0 then coalesce(list_sum(list_transform(bands, lambda band, place:
    case
      when cut - bands_pay(bands[place + 1:], low, high) <= 0 then 0::decimal(16, 2)
      when round(band_width(band, low, high) * band.ratio, 2) <= cut - bands_pay(bands[place + 1:], low, high) then band_width(band, low, high)
      else cost_of(cut - bands_pay(bands[place + 1:], low, high), band.ratio)::decimal(16, 2)
    end
  )), 0)::decimal(16, 2) else 0::decimal(16, 2) end;
-- Whether a term pays for a settlement, null where it is known up to a cost or an admission only and the settlement goes beyond.
create or replace temp macro paid_within(paid, known_cost, known_admissions, in_scope_cost, admission) as
  case when paid and (coalesce(in_scope_cost > known_cost, false) or coalesce(admission > known_admissions, false)) then null else paid end;
-- The share a layer counts: the ratio's part, and what its policy includes beside it.
create or replace temp macro own_share(layer, in_scope_cost, deductible, above_ceiling, basic, first) as
  greatest(
    in_scope_cost - deductible - above_ceiling - basic
      + case when layer.deductible then deductible else 0 end
      + case when layer.over_cap then above_ceiling else 0 end
      + case when layer.first_pay then first else 0 end,
    0
  )::decimal(16, 2);
-- What a layer pays before its ceiling: `before` is what its shares came to in the benefit year so far.
create or replace temp macro layer_pay(layer, share, above_ceiling, before) as
  case layer.basis
    when 'OVER_CAP' then round(bands_sum(layer.bands, above_ceiling), 2)
    when 'OWN_SHARE' then round(bands_sum(layer.bands, share), 2)
    else round(bands_sum(layer.bands, (before + share)::decimal(16, 2)) - bands_sum(layer.bands, before), 2)
  end::decimal(16, 2);
-- The most and the least it may pay where shares and payments before are not all known.
create or replace temp macro layer_most(layer, share, above_ceiling, before) as
  case layer.basis when 'OWN_SHARE_YEAR' then round(share * highest_ratio(layer.bands, before), 2) else layer_pay(layer, share, above_ceiling, before) end::decimal(16, 2);
create or replace temp macro layer_least(layer, share, above_ceiling, before) as
  case
    when layer.cap is not null then 0
    when layer.basis = 'OWN_SHARE_YEAR' then least(layer_pay(layer, share, above_ceiling, before), round(share * lowest_ratio(layer.bands, before), 2))
    else layer_pay(layer, share, above_ceiling, before)
  end::decimal(16, 2);
create or replace temp macro within_cap(pay, layer, spent) as
  least(pay, case when layer.cap is not null then greatest(layer.cap - spent, 0) end)::decimal(16, 2);
create or replace temp macro clamped(recorded, low, high) as
  greatest(low, least(high, coalesce(recorded, high)))::decimal(16, 2);
