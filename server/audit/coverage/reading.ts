import type { Principal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { scoped } from "../../store/scope.ts";
import { ident, join, literal, raw, type Sql, sql } from "../../store/sql.ts";
import type { Relation, Relations } from "../relation.ts";
import { type Start, startsOf } from "./starts.ts";

/** Settlements of which a class's rules look at something, and their total cost in yuan; null where their rows lead to no settlement. */
export interface Reading {
  settlements: number | null;
  yuan: string | null;
}

/** Compact tables that name the claims of a relation's rows. */
const shorter: Readonly<Record<string, Sql>> = {
  line: raw("select claim_id from line_link where used"),
  claim_diagnosis: raw("select claim_id from listed_diagnosis"),
  claim_operation: raw("select claim_id from listed_operation"),
};

/**
 * The settlements of a principal's scope that the rules of classes look at: those with a row in a relation that a rule starts from, and, where it looks
 * that row up in knowledge, with a point that speaks of it. Rows that `where` leaves out count too.
 * @param finds by class, what its rules find
 */
export async function readings(
  reader: Reader,
  principal: Principal,
  relations: Relations,
  finds: ReadonlyMap<string, readonly unknown[]>,
): Promise<Map<string, Reading>> {
  const starts = [...finds].flatMap(([code, each]) =>
    each.flatMap((find) => startsOf(find).flatMap((start) => ofClaims(code, start, relations))),
  );
  const keyed = [
    ...Map.groupBy(
      starts.filter(({ keys }) => keys.length > 0),
      ({ relation }) => relation,
    ).entries(),
  ];
  const plain = Map.groupBy(
    starts.filter(({ keys }) => keys.length === 0),
    ({ relation }) => relation,
  );
  const looked = [
    ...keyed.map(([relation, own]) => pointed(relation, own)),
    ...[...plain].map(([relation, own]) =>
      whole(
        relation,
        own.map(({ code }) => code),
      ),
    ),
  ];
  if (looked.length === 0) return new Map();
  const rows = await reader.rows<{ code: string; settlements: number; yuan: string }>(sql`
    with looked as (${join(looked, " union ")})
    select code, count(*) as settlements, sum(total_cost)::varchar as yuan
    from looked join ${scoped(principal, "claim")} as claim using (claim_id) group by code`);
  const told = new Map<string, Reading>(starts.map(({ code }) => [code, { settlements: 0, yuan: "0.00" }]));
  for (const { code, ...reading } of rows) told.set(code, reading);
  return told;
}

interface ClaimStart {
  code: string;
  relation: Relation;
  keys: Start["keys"];
}

/** Starts whose rows lead to settlements, with those keys whose knowledge is there. */
function ofClaims(code: string, { of, keys }: Start, relations: Relations): ClaimStart[] {
  const relation = relations.get(of);
  if (!relation || relation.register || !relation.stored.has("claim_id")) return [];
  return [{ code, relation, keys: keys.filter(({ knowledge }) => relations.has(knowledge)) }];
}

/** (code, claim_id): rows of a relation that a point of some class speaks of; one pass for all classes and each key column. */
function pointed(relation: Relation, starts: readonly ClaimStart[]): Sql {
  const points = starts.flatMap(({ code, keys }) => keys.map((key) => ({ code, ...key })));
  const passes = [...Map.groupBy(points, ({ own }) => own)].map(([own, each]) => {
    const codes = each.map(({ code, knowledge, other }) => {
      const [schema, table] = knowledge.split(".") as [string, string];
      return sql`select ${literal(code)} as code, ${ident(other)} as value from ${ident(schema)}.${ident(table)}`;
    });
    return sql`select distinct known.code, row.claim_id from ${relation.rows} as row join (${join(codes, " union ")}) as known on row.${ident(own)} = known.value`;
  });
  return join(passes, " union ");
}

/** (code, claim_id): all rows of a relation, for classes that ask them without knowledge. */
function whole(relation: Relation, codes: readonly string[]): Sql {
  const claims = shorter[relation.name] ?? sql`select claim_id from ${relation.rows}`;
  const all = join([...new Set(codes)].map((code) => sql`(${literal(code)})`));
  return sql`select code, claim_id from (select distinct claim_id from (${claims})) cross join (values ${all}) as class(code)`;
}
