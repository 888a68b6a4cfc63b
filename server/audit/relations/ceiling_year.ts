import { raw } from "../../store/sql.ts";
import { withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/**
 * How far a person's year had used up a ceiling on what the fund pays, where policy file and history tell it: of the ceilings of the year the one used most by
 * 20 December. What was paid counts as re-settlement takes it, so that the share is never more than the whole.
 */
export default {
  name: "ceiling_year",
  title: { zh: "年度封顶线使用", en: "A year's use of its ceiling" },
  grain: {
    zh: "一人在一统筹区一险种的一个待遇年度，用得最多的一条封顶线",
    en: "a person's benefit year, by the ceiling it used most",
  },
  key: ["person_id", "insured_area", "scheme", "benefit_year"],
  speaks: [],
  like: ["person_year", "claim"],
  own: {
    ceiling: { zh: "封顶线", en: "Ceiling", unit: "yuan" },
    used_before: { zh: "11月底已用", en: "Used by the end of November", unit: "yuan" },
    used: { zh: "12月20日已用", en: "Used by 20 December", unit: "yuan" },
    purchases_before: {
      zh: "11月底前计入封顶线的就诊购药次数",
      en: "Visits and purchases that counted before December",
      unit: "visits",
    },
  },
  reads: ["resettlement", "policy_term"],
  register: () =>
    raw(`
    with paid as (
      select claim.person_id, claim.insured_area, claim.scheme, claim.benefit_year, term.policy_id, term.cap_line, term.cap_amount, claim.settled_at::date as day,
        term.cap_amount - settled.cap_left + settled.basic_due as used_up
      from resettlement as settled join claim using (claim_id) join policy_term as term on term.term = settled.term
      where term.cap_basis = 'FUND' and term.cap_amount > 0 and settled.cap_left is not null and settled.basic_due is not null
    ), each_ceiling as (
      select person_id, insured_area, scheme, benefit_year, policy_id, cap_line, max(cap_amount) as ceiling, max(day) as last_day,
        coalesce(max(used_up) filter (where date_part('month', day) < 12), 0)::decimal(16, 2) as used_before,
        coalesce(max(used_up) filter (where date_part('month', day) < 12 or date_part('day', day) <= 20), 0)::decimal(16, 2) as used,
        (count(*) filter (where date_part('month', day) < 12))::integer as purchases_before
      from paid group by all
    )
    select person_id, insured_area, scheme, benefit_year, most.ceiling, most.used_before, most.used, most.purchases_before
    from (
      select person_id, insured_area, scheme, benefit_year,
        max({
          'share': (used / ceiling)::decimal(8, 4), 'cap_line': cap_line, 'policy_id': policy_id, 'ceiling': ceiling,
          'used_before': used_before, 'used': used, 'purchases_before': purchases_before
        }) as most
      from each_ceiling group by all
    )`),
  changed: withClaims(["person_id"], "resettlement"),
} satisfies RelationFile;
