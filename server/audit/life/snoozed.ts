import { raw, type Sql } from "../../store/sql.ts";

/**
 * Whether a finding is put off today: of its rule, at its institution or its area where the snooze names one. An area is a pooling area or a province; a finding
 * that speaks about several is put off by none of them, since it is another's too.
 */
export const snoozed: Sql = raw(`exists (
  select 1 from rule_snooze as snooze
  where snooze.rule = found.rule and snooze.until_day > current_date
    and (snooze.institution_code is null or snooze.institution_code = found.institution_code)
    and (snooze.insured_area is null or snooze.insured_area in (found.insured_area, found.insured_province))
    and (snooze.care_area is null or snooze.care_area in (found.care_area, found.care_province)))`);
