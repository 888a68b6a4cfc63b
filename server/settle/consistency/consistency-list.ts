import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scopedRows } from "../../store/scope.ts";
import { ident, sql } from "../../store/sql.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** Which comparisons are asked for. */
export const consistencyQuery = Type.Object({
  area: Type.Optional(Type.String({ pattern: String.raw`^\d{6}$`, description: "pooling area of insurance" })),
  scheme: Type.Optional(Type.Enum(["310", "390"])),
  what: Type.Optional(Type.Enum(["deductible", "ratio"])),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
});

/** A settlement without a policy that is not as its like are: a suspicion, with both values. */
export const consistencyRow = Type.Object({
  claim_id: Type.String(),
  insured_city: Type.String(),
  care_province: Type.String(),
  institution_code: nullable(Type.String()),
  month: nullable(Type.String()),
  scheme: Type.String(),
  care_group: Type.String(),
  person_group: Type.String(),
  tier: Type.String(),
  filing: Type.String(),
  benefit_year: Type.String(),
  admission: nullable(Type.Integer({ description: "of deductibles; 4: the fourth and later ones" })),
  what: Type.Enum(["deductible", "ratio"]),
  recorded: Type.String({ description: "yuan of deductible, or share of the base that was paid" }),
  usual: Type.String({ description: "the same of its cell" }),
  rows: Type.Integer({ description: "settlements of the cell" }),
  share: Type.String({ description: "of these, as usual" }),
  amount: Type.String({ description: "yuan of deductible or of payment more than usual, less below 0" }),
});
type Row = Static<typeof consistencyRow>;

/** Comparisons in the principal's scope, the largest amounts first, and how many there are in all. */
export async function listConsistency(reader: Reader, principal: Principal, query: Static<typeof consistencyQuery>) {
  const rows = scopedRows(principal, ident("consistency_difference"), {
    insured: "insured_province",
    care: "care_province",
  });
  const { area = null, scheme = null, what = null, limit, offset } = query;
  const asked = sql`${rows} where (${area}::varchar is null or insured_city = ${area}) and (${scheme}::varchar is null or scheme = ${scheme})
    and (${what}::varchar is null or what = ${what})`;
  const { total } = await reader.one<{ total: number }>(sql`select count(*) as total from ${asked}`);
  const found = await reader.rows<Row>(
    sql`select claim_id, insured_city, care_province, institution_code, month, scheme, care_group, person_group, tier, filing, benefit_year, admission, what,
          recorded::varchar as recorded, usual::varchar as usual, rows, share::varchar as share, amount::varchar as amount
        from ${asked} order by abs(amount::decimal(16, 2)) desc, claim_id, what limit ${limit} offset ${offset}`,
  );
  return { total, rows: found };
}
