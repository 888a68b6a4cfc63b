-- Trace codes of packs that were handed out: one a pack, 20 digits, the first seven of the drug.
create table trace_code as
with
handed as (
  select i, line_no, line.item_code, charged_at, least(quantity, 4)::integer as packs, hash(line.serial, line.line_no) as draw
  from line join (select distinct item_code from item where list_type = '101' and days is not null) as packed using (item_code)
  where (take_home or days_supply is not null) and quantity >= 1 and quantity = floor(quantity) and not line_no like '_9%'
),
each as (
  select *, unnest(range(packs)) as pack from handed
)
select
  i, line_no,
  '8' || lpad((hash(item_code) % 1000000)::varchar, 6, '0') || lpad((hash(draw, pack) % 10000000000000)::varchar, 13, '0') as trace_code,
  item_code, 1::decimal(16, 4) as quantity, false as split_pack, false as returned, charged_at + interval 5 minute as scanned_at
from each;
