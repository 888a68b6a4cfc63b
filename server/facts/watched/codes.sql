-- watched_code (item_code, watched_as, special_drug): items of fee_part that are watched, by their own code or by the part that names the substance.
select fee.item_code, coalesce(item.watched_as, substance.watched_as) as watched_as,
  coalesce(item.special_drug = '1', substance.special_drug = '1', false) as special_drug
from (select distinct item_code, /*generic*/ as generic_code from fee_part where item_code is not null) as fee
left join watched_item as item on item.item_code = fee.item_code
left join watched_item as substance on substance.item_code = fee.generic_code
where coalesce(item.watched_as, substance.watched_as) is not null
