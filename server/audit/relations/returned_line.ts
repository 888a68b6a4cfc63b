import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/**
 * How much of a line negative lines of the same claim and item took back: those that name it first, each up to its quantity; what is left of them, and those that
 * name none, from the latest line on. So a charge that was returned is nobody's finding, however it was returned.
 */
export default {
  name: "returned_line",
  title: { zh: "退费抵减", en: "Charge taken back" },
  grain: {
    zh: "一条被负数明细抵减的明细，quantity 为抵减数量",
    en: "a line that negative lines took back in part or whole; quantity: how much of it",
  },
  key: ["claim_id", "encounter_id", "line_no"],
  speaks: ["fee_line"],
  like: ["line", "claim"],
  own: { quantity: { zh: "退回数量", en: "Quantity taken back" } },
  register: () =>
    raw(`
    with
    back as (
      select claim_id, encounter_id, item_code, reversed_line_no, -quantity as quantity from line where quantity < 0
    ),
    charged as (
      select claim_id, encounter_id, line_no, item_code, quantity, charged_at
      from line semi join (select distinct claim_id, item_code from back) as touched using (claim_id, item_code) where quantity > 0
    ),
    named as (
      select charged.*, least(charged.quantity, coalesce(by_name.quantity, 0)) as returned
      from charged
      left join (
        select claim_id, encounter_id, reversed_line_no as line_no, sum(quantity) as quantity from back where reversed_line_no is not null group by all
      ) as by_name using (claim_id, encounter_id, line_no)
    ),
    open as (
      select claim_id, item_code, sum(quantity) as quantity
      from (
        select claim_id, item_code, quantity from back union all select claim_id, item_code, -returned from named
      ) group by all
    ),
    latest_first as (
      select named.*, open.quantity as unnamed,
        coalesce(sum(named.quantity - returned) over (partition by claim_id, item_code
          order by charged_at desc nulls last, encounter_id, line_no rows between unbounded preceding and 1 preceding), 0) as before
      from named join open using (claim_id, item_code)
    )
    select claim_id, encounter_id, line_no,
      cast(returned + greatest(least(quantity - returned, unnamed - before), 0) as decimal(16, 4)) as quantity
    from latest_first where returned > 0 or unnamed > before`),
  changed: withClaims(["claim_id"], "line"),
} satisfies RelationFile;
