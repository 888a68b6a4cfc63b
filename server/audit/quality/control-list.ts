import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { strengths } from "../run/verdict-terms.ts";
import { controlLabels } from "./control-sample.ts";

const Text = Type.Union([Type.String(), Type.Null()]);

/** A drawn claim, and what was last said of it; money in yuan. */
export const controlClaim = Type.Object({
  claim: Type.String(),
  sample: Type.Integer(),
  drawnAt: Type.String(),
  settledAt: Type.String(),
  careGroup: Type.String(),
  institutionCode: Type.String(),
  institution: Text,
  insuredProvince: Text,
  careProvince: Text,
  totalCost: Text,
  fundTotal: Text,
  label: Type.Union([Type.Enum([...controlLabels]), Type.Null()]),
  strength: Type.Union([Type.Enum([...strengths]), Type.Null()]),
  reason: Text,
  reviewer: Text,
});

export const controlList = Type.Object({
  claims: Type.Array(controlClaim),
  total: Type.Integer(),
  waiting: Type.Integer({ description: "drawn and not judged yet, of all" }),
});
export type ControlList = Static<typeof controlList>;

/** Drawn claims that the principal may see: those that wait before judged ones, in the order they were drawn. */
export async function listControl(
  reader: Reader,
  principal: Principal,
  { limit, offset }: { limit: number; offset: number },
): Promise<ControlList> {
  const drawn = sql`
    with said as (
      select claim_id, max_by(label, verdict) as label, max_by(strength, verdict) as strength, max_by(reason, verdict) as reason,
        max_by(reviewer, verdict) as reviewer
      from control_verdict group by claim_id
    )
    select control_claim.claim_id as claim, sample, drawn_at as "drawnAt", settled_at as "settledAt", care_group as "careGroup",
      institution_code as "institutionCode", insured_province as "insuredProvince", care_province as "careProvince",
      total_cost as "totalCost", fund_total as "fundTotal", label, strength, reason, reviewer
    from control_claim join ${scoped(principal, "claim")} as claim using (claim_id) left join said using (claim_id)`;
  const counted = await reader.one<{ total: number; waiting: number }>(
    sql`select count(*) as total, count(*) filter (label is null) as waiting from (${drawn})`,
  );
  const claims = await reader.rows<ControlList["claims"][number]>(sql`
    with page as (
      from (${drawn}) order by label is not null, sample, hash(claim), claim limit ${limit} offset ${offset}
    ), known as (
      select institution_code, any_value(institution_name) as institution from institution
      where batch_to is null and institution_code in (select "institutionCode" from page) group by institution_code
    )
    select page.*, institution from page left join known on known.institution_code = page."institutionCode"
    order by label is not null, sample, hash(claim), claim`);
  return { claims, ...counted };
}
