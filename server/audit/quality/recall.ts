import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { sql } from "../../store/sql.ts";
import { reviewedFindings } from "../run/reviewed.ts";
import { wilson } from "./wilson.ts";

const OptionalNumber = Type.Union([Type.Number(), Type.Null()]);
export const recallEstimate = Type.Object({
  unflagged: Type.Integer({ description: "claims that no open finding names" }),
  drawn: Type.Integer(),
  clean: Type.Integer(),
  irregular: Type.Integer(),
  doubtful: Type.Integer(),
  confirmed: Type.Integer({ description: "claims of confirmed findings" }),
  recall: {
    ...OptionalNumber,
    description: "confirmed ÷ (confirmed + unflagged × irregular share); null without judged claims",
  },
  low: OptionalNumber,
  high: OptionalNumber,
});
export type RecallEstimate = Static<typeof recallEstimate>;

/**
 * What share of irregular claims the rules catch, estimated from a random sample of claims that no rule spoke about: caught ÷ (caught + unflagged × the
 * share of irregular ones in the sample). The interval is that of this share (Wilson, 95 %), what was caught taken as it is.
 */
export async function estimateRecall(reader: Reader, principal: Principal): Promise<RecallEstimate> {
  const counted = await reader.one<Omit<RecallEstimate, "recall" | "low" | "high">>(sql`
    with own as (from ${scoped(principal, "claim")}),
    said as (select claim_id, arg_max(label, verdict) as label from control_verdict group by claim_id),
    drawn as (select claim_id, label from control_claim semi join own using (claim_id) left join said using (claim_id))
    select
      (select count(*) from own where visit and claim_id not in (select unnest(claims) from finding where state = 'open')) as unflagged,
      (select count(*) from drawn) as drawn,
      (select count(*) from drawn where label = 'clean') as clean,
      (select count(*) from drawn where label = 'irregular') as irregular,
      (select count(*) from drawn where label = 'doubtful') as doubtful,
      (select count(distinct claim_id) from (select unnest(claims) as claim_id from ${reviewedFindings(principal)} where review = 'confirmed')) as confirmed`);
  const missed = wilson(counted.irregular, counted.irregular + counted.clean);
  const share = (missing: number | undefined) => {
    const all = counted.confirmed + counted.unflagged * (missing ?? 0);
    return missing === undefined || all === 0 ? null : counted.confirmed / all;
  };
  return { ...counted, recall: share(missed?.share), low: share(missed?.high), high: share(missed?.low) };
}
