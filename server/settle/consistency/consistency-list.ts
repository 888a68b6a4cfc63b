import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { conditionOf, differenceFilter } from "../pages/difference-filter.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** What of a settlement is compared: dictionary of the README. */
const what = Type.Enum(["deductible", "ratio", "stated_ratio", "reapplied"]);

/** Which comparisons are asked for: those of the claims that the page's filter leaves; its direction is that of the yuan between. */
export const consistencyQuery = Type.Object({ ...differenceFilter.properties, what: Type.Optional(what) });
export type ConsistencyQuery = Static<typeof consistencyQuery>;

/** A settlement without a policy that is not as its like are: a suspicion, with both values. */
export const consistencyRow = Type.Object({
  claim_id: Type.String(),
  settled_at: Type.String(),
  insured_city: Type.String(),
  care_province: Type.String(),
  care_city: Type.String(),
  institution_code: nullable(Type.String()),
  institution_name: nullable(Type.String()),
  month: nullable(Type.String()),
  scheme: Type.String(),
  care_group: Type.String(),
  person_group: Type.String(),
  tier: Type.String(),
  filing: Type.String(),
  benefit_year: Type.String(),
  admission: nullable(Type.Integer({ description: "of deductibles; 4: the fourth and later ones" })),
  what,
  recorded: Type.String({ description: "yuan of deductible, or share of the base that was stated or paid" }),
  usual: Type.String({ description: "the same of its cell; of reapplied, the ratio that the record itself states" }),
  rows: Type.Integer({ description: "settlements of the cell" }),
  share: Type.String({ description: "of these, as usual" }),
  amount: Type.String({ description: "yuan of deductible or of payment more than usual, less below 0" }),
});
type Row = Static<typeof consistencyRow>;

/** Comparisons in the principal's scope, each with its claim's time and place. */
export function wantedComparisons(principal: Principal, { what, direction, ...filter }: ConsistencyQuery): Sql {
  return sql`select claim.settlement_id, claim.settled_at, claim.insured_province, claim.insured_city, claim.care_province, claim.care_city, claim.institution_code, claim.month,
      claim.scheme, claim.care_group, claim.total_cost, claim.fund_total, found.claim_id, found.benefit_year, found.person_group, found.tier, found.filing, found.admission, found.what,
      found.recorded, found.usual, found.rows, found.share, found.amount
    from consistency_difference as found
    join (select * from ${scoped(principal, "resettlement")} where ${conditionOf(filter)}) as claim on claim.claim_id = found.claim_id
    where (${what ?? null}::varchar is null or what = ${what ?? null})
      and ${raw(direction === undefined ? "true" : direction === "over" ? "amount > 0" : "amount < 0")}`;
}

/** One page of them, the largest amounts first, and how many there are in all. */
export async function listConsistency(
  reader: Reader,
  principal: Principal,
  query: ConsistencyQuery,
  page: { limit: number; offset: number },
): Promise<{ total: number; rows: Row[] }> {
  const wanted = wantedComparisons(principal, query);
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from (${wanted})`);
  const rows = await reader.rows<Row>(
    sql`with page as materialized (
          from (${wanted}) order by abs(amount) desc, claim_id, what limit ${page.limit} offset ${page.offset}
        ), known as (
          select institution_code, any_value(institution_name) as institution_name from institution
          where batch_to is null and institution_code in (select institution_code from page) group by institution_code
        )
        select claim_id, settled_at::varchar as settled_at, insured_city, care_province, care_city, institution_code, institution_name, month::varchar as month, scheme, care_group,
          person_group, tier, filing, benefit_year, admission, what, recorded::varchar as recorded, usual::varchar as usual, rows, share::varchar as share, amount::varchar as amount
        from page left join known using (institution_code) order by abs(amount) desc, claim_id, what`,
  );
  return { total, rows };
}
