import Type, { type Static } from "typebox";
import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scopedRows } from "../../store/scope.ts";
import { type Sql, sql } from "../../store/sql.ts";
import { OWN } from "./sources.ts";

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

const agreement = {
  judged: Type.Integer({ description: "claims that could be judged by it, of the principal's scope" }),
  differing: Type.Integer({ description: "of these, claims paid otherwise by more than 0.05 yuan" }),
};

/** A version of a policy file, with where it holds and how far payments agree with it. */
export const listedPolicy = Type.Object({
  policy: Type.String({ description: "number of the version: 410100-310@2020-01-01" }),
  file: Type.String({ description: "areas/410100-310.yaml, provinces/…, or own/…" }),
  own: Type.Boolean({ description: "a person's own file, in the place of a shipped one" }),
  line: Type.Integer({ description: "where the version begins in the file" }),
  title: Type.Object({ zh: Type.String(), en: Type.String() }),
  scheme: Type.Enum(["310", "390"]),
  from: Type.String(),
  to: nullable(Type.String()),
  source: Type.String(),
  confidence: Type.Enum(["official", "illustrative", "inferred"]),
  areas: Type.Array(Type.String(), { description: "pooling areas where it holds" }),
  ...agreement,
  defects: Type.Array(Type.String(), {
    description: "areas whose payments contradict it so often that it is taken to be wrong",
  }),
});
export type ListedPolicy = Static<typeof listedPolicy>;

type Row = Omit<ListedPolicy, "own" | "title"> & { title: string; title_en: string };

/** Every version in force, by file and day; `file` narrows to one. */
export async function listPolicies(reader: Reader, principal: Principal, file?: string): Promise<ListedPolicy[]> {
  const rows = await reader.rows<Row>(policies(principal, file ?? null));
  return rows.map(({ title, title_en, ...row }) => ({
    ...row,
    own: row.file.startsWith(OWN),
    title: { zh: title, en: title_en },
  }));
}

function policies(principal: Principal, file: string | null): Sql {
  const agreed = scopedRows(
    principal,
    sql`(select *, left(insured_city, 2) || '0000' as insured_province from policy_agreement)`,
    { insured: "insured_province", insuredCity: "insured_city" },
  );
  return sql`
    with place as (select policy_id, list(area order by area) as areas from policy_place group by policy_id),
    agreed as (
      select policy_id, sum(judged)::bigint as judged, sum(differing)::bigint as differing,
        list(insured_city order by insured_city) filter (defect) as defects
      from ${agreed} group by policy_id
    )
    select policy_id as policy, file, line, title, title_en, scheme, valid_from as from, valid_to as to, source, confidence,
      coalesce(areas, []) as areas, coalesce(judged, 0) as judged, coalesce(differing, 0) as differing, coalesce(defects, []) as defects
    from policy_version left join place using (policy_id) left join agreed using (policy_id)
    where ${file}::varchar is null or file = ${file}
    order by file, valid_from`;
}
