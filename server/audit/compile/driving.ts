import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Relation } from "../relation.ts";
import type { KeyPair } from "./keys.ts";

/**
 * What is looked up beside a row, where a rule speaks of no row without it: the knowledge of an item. Few rows have any of one class, so they are found by
 * it, and not the other way round.
 */
export interface Driving {
  /** The table alias it stands under. */
  table: string;
  relation: Relation;
  keys: readonly KeyPair[];
}

/** Which column of the rows found by knowledge tells by which class. */
const foundBy = raw("looked_class");

/** FROM and WHERE of the rows that one class of knowledge is about. */
export interface DrivenRows {
  from: Sql;
  where: Sql;
}

/**
 * WITH … of the rows that any of several classes is about, each once for every class: one pass over the relation, and one probe for a row, however many there
 * are. Of a row stands there what `named` expressions name.
 * @param name of the table in the statement
 * @param classes that are looked up by the same columns of the row
 */
export function drivenRows(
  name: string,
  relation: Relation,
  classes: readonly Driving[],
  named: readonly Sql[],
): { step: Sql; rows: DrivenRows[] } {
  const own = classes[0]!.keys.map((pair) => ident(pair.own.name));
  const columns = [...relation.stored.keys()].filter((column) =>
    named.some(({ text }) => text.includes(`"row".${ident(column).text}`) || text.includes(`"row".${column}`)),
  );
  const keyed = classes.map(({ relation: known, keys }, number) => {
    const values = keys.map(({ other }, i) => sql`${ident(other.name)} as ${raw(`key_${i + 1}`)}`);
    return sql`select ${join(values)}, ${raw(String(number))} as ${foundBy} from ${known.rows}`;
  });
  const equal = own.map((column, i) => sql`"known".${raw(`key_${i + 1}`)} = "row".${column}`);
  const told = new Set([...columns, ...classes[0]!.keys.map((pair) => pair.own.name)]);
  const step = sql`${ident(name)} as materialized (
      select ${join([...told].map((column) => sql`"row".${ident(column)}`))}, ${foundBy}
      from ${relation.rows} as "row" join (${join(keyed, " union all ")}) as "known" on ${join(equal, " and ")}
    )`;
  const rows = classes.map(({ table, relation: known, keys }, number) => {
    const same = keys.map((pair) => sql`${ident(table)}.${ident(pair.other.name)} = "row".${ident(pair.own.name)}`);
    return {
      from: sql`${ident(name)} as "row" join ${known.rows} as ${ident(table)} on ${join(same, " and ")}`,
      where: sql`"row".${foundBy} = ${raw(String(number))}`,
    };
  });
  return { step, rows };
}
