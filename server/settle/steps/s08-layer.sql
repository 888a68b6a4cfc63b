-- S8, S9, S10. One supplementary layer: its share, what it pays of it, within its ceiling (domain note §2.8). low and high part where the history is not known;
-- cost that may be above the pooled fund's ceiling is the layer's own, or taken off its share. An inferred policy says nothing of layers it does not name:
-- what they paid stands.
with
counted as (
  select *, /*share*/::decimal(16, 2) as LAYER_counted, (LAYER_before + LAYER_stated)::decimal(16, 2) as LAYER_so_far from /*before*/
),
-- Where the shares before are known, least and most are the same.
known as (
  select *, case when shares_known and in_LAYER then within_cap(layer_pay(LAYER, LAYER_counted, over_cap, LAYER_so_far), LAYER, LAYER_spent) end as LAYER_pay
  from counted
),
bounded as (
  select *,
    case
      when layers_unstated and LAYER is null then coalesce(/*recorded*/, 0)
      when not in_LAYER or in_LAYER is null then 0
      when shares_known then LAYER_pay
      else within_cap(
        layer_most(LAYER, LAYER_counted, case when ceiling_unknown then greatest(in_scope_due - deductible_due, 0) else over_cap end, LAYER_so_far), LAYER, LAYER_spent)
    end::decimal(16, 2) as LAYER_high,
    case
      when layers_unstated and LAYER is null then coalesce(/*recorded*/, 0)
      when not in_LAYER or in_LAYER is null then 0
      when shares_known then LAYER_pay
      when coalesce(ceiling_unknown and (LAYER.basis = 'OVER_CAP' or not LAYER.over_cap), false) then 0
      else within_cap(layer_least(LAYER, LAYER_counted, over_cap, LAYER_so_far), LAYER, LAYER_spent)
    end::decimal(16, 2) as LAYER_low
  from known
)
select *, case when paid is not null then clamped(/*recorded*/, LAYER_low, LAYER_high) end as LAYER_due from bounded
