import { takenBackAt } from "../../facts/claim/taken-back.ts";
import { type Sql, sql } from "../../store/sql.ts";

/**
 * Filings for the place of care, over part of a stay, for which `condition` holds. One a claim, of several the one most in the person's favour: a long-term one,
 * else the latest. `taken_back_on` is null of those that were not, or nobody knows when; `stood`: nothing but dates kept it from covering what was settled.
 * @param condition on `filed`, a row of `claim_filing`, `record`, the stored filing, and `claim`
 */
export const filingsOfStays = (condition: Sql): Sql => sql`
  select claim_id, filed.filing_id, filed.filing_class, record.begin_date, record.end_date, record.attachments, record.created_at,
    cast(record.created_at as date) as made_on, case when record.returned = '1' then cast(${takenBackAt("record.")} as date) end as taken_back_on,
    filed.reason not in ('cancelled', 'created_after_settlement') as stood
  from claim_filing as filed join claim using (claim_id)
  join main.filing as record on record.filing_id = filed.filing_id and left(record.insured_area, 4) = left(claim.insured_area, 4)
  where record.batch_to is null and ${condition}
    and (record.area is null or record.area in (claim.care_area, claim.care_city, left(claim.care_city, 2) || '0000'))
    and record.begin_date <= claim.visit_end and coalesce(record.end_date, date '2099-12-31') >= claim.visit_begin
  qualify row_number() over (
    partition by claim_id order by left(filed.filing_class, 3), filed.reason = 'cancelled', record.created_at desc, filed.filing_id) = 1`;
