-- special_item (item_code): drugs of the dual channel.
select item_code from network_service where /*versions*/ and service = 'special_drug' and item_code <> '*'
union
select item_code from entitlement where /*versions*/ and item_code is not null
