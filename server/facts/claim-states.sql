-- What became of every valid settlement of settlement_part: counted, copy, reversed, reversal or orphan_reversal.
-- settlement_part: the rows to judge; settlement_at: all rows valid at that moment, where reversals and copies are looked up.
-- A supplementary settlement amends a claim that was already counted, so it forms a claim of its own that is no visit.
-- Both relations carry from_care, side_rank (0 insured, 1 unknown, 2 care) and is_reversal; see claim.ts.
from (
with
-- Setl ids of the two sides are different number spaces, hence from_care in every link.
reversed as (
  select distinct insured_area, from_care, reversed_settlement_id as settlement_id
  from settlement_at
  where is_reversal and reversed_settlement_id <> settlement_id
),
pointer as (
  select distinct insured_area, from_care, reversed_settlement_id as settlement_id
  from settlement_part
  where is_reversal and reversed_settlement_id <> settlement_id
),
target as (
  select distinct pointer.*
  from pointer join settlement_at using (insured_area, from_care, settlement_id)
),
asker as (
  select distinct institution_code, sender_settlement_id, side_rank
  from settlement_part
  where side_rank > 0 and sender_settlement_id is not null
),
copied as (
  select distinct asker.*
  from asker join settlement_at as other
    on other.institution_code = asker.institution_code
    and other.sender_settlement_id = asker.sender_settlement_id
    and other.side_rank < asker.side_rank
)
select part.*,
  concat_ws('|', part.insured_area, part.encounter_id, case when part.from_care then 'care' end,
    case when part.settlement_type = '3' then 'supplementary' end) as claim_id,
  case
    when part.settlement_type = '3' then 'supplementary'
    when part.settlement_type = '1' or part.payment_place = '1' or part.manual_reason is not null then 'manual'
    else 'direct'
  end as route,
  case
    when copied.side_rank is not null then 'copy'
    when part.is_reversal and target.settlement_id is null then 'orphan_reversal'
    when part.is_reversal then 'reversal'
    when part.refunded = '1' or reversed.settlement_id is not null then 'reversed'
    else 'counted'
  end as state
from settlement_part as part
left join reversed
  on reversed.insured_area = part.insured_area and reversed.from_care = part.from_care and reversed.settlement_id = part.settlement_id
left join target
  on target.insured_area = part.insured_area and target.from_care = part.from_care and target.settlement_id = part.reversed_settlement_id
left join copied
  on copied.institution_code = part.institution_code and copied.sender_settlement_id = part.sender_settlement_id
  and copied.side_rank = part.side_rank
)
