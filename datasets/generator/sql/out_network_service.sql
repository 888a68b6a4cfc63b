-- network_service: what institutions settle directly.
select
  institution_code as fixmedins_code, service, item_code, open_from, open_to, '1' as vali_flag, open_from::timestamp as updt_time,
  getvariable('scale')::integer as jh_generated_scale
from network_service
