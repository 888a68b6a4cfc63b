import { literal, type Sql, sql } from "../../store/sql.ts";

/**
 * Filings that would have covered a stay but for `reason` of `claim_filing`: for the place of care, over part of the stay. One a claim, of several the one
 * most in the person's favour: a long-term one, else the latest.
 * @param condition on `record`, the stored filing, and `claim`
 */
export const filingsOfStays = (reason: string, condition: Sql): Sql => sql`
  select claim_id, filed.filing_id, filed.filing_class, record.begin_date, record.end_date, record.attachments, record.created_at,
    cast(record.created_at as date) as made_on, cast(coalesce(record.handled_at, record.updated_at) as date) as last_changed_on
  from claim_filing as filed join claim using (claim_id)
  join main.filing as record on record.filing_id = filed.filing_id and left(record.insured_area, 4) = left(claim.insured_area, 4)
  where filed.reason = ${literal(reason)} and record.batch_to is null and ${condition}
    and (record.area is null or record.area in (claim.care_area, claim.care_city, left(claim.care_city, 2) || '0000'))
    and record.begin_date <= claim.visit_end and coalesce(record.end_date, date '2099-12-31') >= claim.visit_begin
  qualify row_number() over (partition by claim_id order by left(filed.filing_class, 3), record.created_at desc, filed.filing_id) = 1`;
