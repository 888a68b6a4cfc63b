import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";

const Yuan = Type.String({ pattern: "^-?[0-9]+[.][0-9]{2}$" });
const Count = Type.Integer({ minimum: 0 });

export const curve = Type.Object({
  parameter: Type.String(),
  trialHash: Type.String({ description: "SHA-256 of the rule's text: another text needs another curve" }),
  asOf: Type.Integer({ description: "last batch" }),
  endedAt: Type.String(),
  points: Type.Array(
    Type.Object({
      value: Type.String(),
      ...{ found: Count, leads: Count, cost: Yuan, loss: Yuan, estimated: Yuan },
      ...{ confirmed: Count, dismissed: Count, doubtful: Count },
    }),
  ),
});
export type Curve = Static<typeof curve>;

/** The threshold curves of a rule, by parameter. Their counts are the nation's: nobody else is told. */
export async function curvesOf(
  reader: Reader,
  { scope }: Principal,
  rule: string,
  parameter?: string,
): Promise<Curve[]> {
  if (!scope.all) return [];
  const rows = await reader.rows<Omit<Curve, "points"> & Curve["points"][number]>(sql`
    select parameter, trial_hash as "trialHash", as_of as "asOf", ended_at::varchar as "endedAt",
      trim(trailing '.' from trim(trailing '0' from value::varchar)) as value,
      found, leads, cost::varchar as cost, loss::varchar as loss, estimated::varchar as estimated, confirmed, dismissed, doubtful
    from rule_curve where rule = ${rule} and (${parameter ?? null}::varchar is null or parameter = ${parameter ?? null})
    order by parameter, rule_curve.value`);
  return [...Map.groupBy(rows, ({ parameter }) => parameter)].map(([name, points]) => {
    const [{ trialHash, asOf, endedAt }] = points as [(typeof points)[number]];
    return {
      ...{ parameter: name, trialHash, asOf, endedAt },
      points: points.map(({ parameter: _, trialHash: __, asOf: ___, endedAt: ____, ...point }) => point),
    };
  });
}
