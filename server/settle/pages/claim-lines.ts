import type { Principal } from "../../store/principal.ts";
import type { Columns, Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { splitLines } from "../chain.ts";

/**
 * The fee lines of a claim in the principal's scope, in columns: what was charged, how the record splits it, and how the catalogue does (`_due`), with
 * the catalogue's row. Due parts are null where no policy says whose catalogue counts.
 */
export async function claimLines(
  reader: Reader,
  principal: Principal,
  claimId: string,
): Promise<Pick<Columns, "names" | "columns" | "rows">> {
  const { names, columns, rows } = await reader.columns(
    sql`with settle_claim as (
          select claim_id, scheme, tier, route, care_province, insured_province, policy_id, null::varchar as cannot
          from ${scoped(principal, "resettlement")} where claim_id = ${claimId}
        ), settle_line as (
          select * from line
          where claim_id = ${claimId} and exists (from ${scoped(principal, "claim")} where claim_id = ${claimId})
        ), split as (${splitLines()}),
        named as (
          select item_code, arg_max(item_name, valid_from) as item_name from catalogue_item group by item_code
        )
        select line.line_no, line.day, line.item_code, item_name, line.hospital_item_code, line.item_class, line.quantity, line.price, line.amount,
          line.restricted, line.hospital_approved, line.full_self_pay, line.over_limit, line.first_pay, line.in_scope,
          split.full_self_pay_due, split.over_limit_due, split.first_pay_due, split.in_scope_due,
          class_due, ratio_due, limit_due, catalogue_file, catalogue_line
        from settle_line as line
        left join split on split.insured_area = line.insured_area and split.institution_code = line.institution_code
          and split.encounter_id = line.encounter_id and split.line_no = line.line_no and split.reporter = line.reporter
        left join named on named.item_code = line.item_code
        order by line.day, line.line_no`,
  );
  return { names, columns, rows };
}
