import { takenBackAt } from "../../facts/claim/taken-back.ts";
import { sql } from "../../store/sql.ts";
import { changedRows, unaudited, withClaims } from "../changes/changed.ts";
import type { RelationFile } from "../relation.ts";

/** The long-term filing that a stay was settled by. It may have been taken back since: what was settled while it stood was paid by it all the same. */
export default {
  name: "long_term_filing",
  title: { zh: "结算所依的长期备案", en: "Long-term filing settled by" },
  grain: {
    zh: "一次住院结算时所依的长期备案，后来撤回的也在内",
    en: "the long-term filing that a stay was settled by, taken back since or not",
  },
  key: ["claim_id"],
  speaks: ["filing"],
  like: ["claim", "cancelled_filing"],
  own: {},
  register: () => sql`
    select claim.claim_id, record.filing_id, record.area, record.begin_date, record.end_date, record.attachments,
      case when record.returned = '1' then cast(${takenBackAt("record.")} as date) end as taken_back_on
    from claim join main.filing as record
      on record.filing_id = claim.filing_id and left(record.insured_area, 4) = left(claim.insured_area, 4)
    where claim.visit and claim.care_group = 'inpatient' and starts_with(claim.filing_class, 'LT_') and record.batch_to is null
    qualify row_number() over (partition by claim.claim_id order by record.insured_area = claim.insured_area desc, record.insured_area) = 1`,
  changed: (column, since) => {
    const ofClaims = withClaims(["claim_id"])(column, since);
    if (!ofClaims) return null;
    return sql`${unaudited("claim_id", "claim")} union
      select claim_id from claim where filing_id in (select filing_id from main.filing where ${changedRows(since)})`;
  },
} satisfies RelationFile;
