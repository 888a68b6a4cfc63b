import type { Principal } from "../../store/principal.ts";
import type { Columns, Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";

/** The fee lines of a claim in the principal's scope, in columns: what was charged, and how the record splits it. */
export async function claimLines(
  reader: Reader,
  principal: Principal,
  claimId: string,
): Promise<Pick<Columns, "names" | "columns" | "rows">> {
  const { names, columns, rows } = await reader.columns(
    sql`select line_no, day, item_code, hospital_item_code, charge_class, item_class, quantity, price, amount, price_limit, first_pay_ratio,
          restricted, hospital_approved, full_self_pay, over_limit, first_pay, in_scope
        from line
        where claim_id = ${claimId} and exists (from ${scoped(principal, "claim")} where claim_id = ${claimId})
        order by day, line_no`,
  );
  return { names, columns, rows };
}
