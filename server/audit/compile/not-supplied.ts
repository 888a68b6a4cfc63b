import { ident, type Sql, sql } from "../../store/sql.ts";
import { Refusal } from "../refusal.ts";
import type { Relation } from "../relation.ts";

/**
 * The source of a row does not bring a column: the batch it came with has no such column, or nothing that came by that layout from that side ever
 * filled it. Where the source brings it, a row without a value says none. @throws Refusal below `supplied`
 */
export function notSupplied(relation: Relation, table: string, column: string): Sql {
  const { batch, supplies, filling } = suppliers(relation, column);
  return sql`coalesce(${ident(table)}.${batch} not in (
    select batch from ${supply} where supplies = ${supplies} and source in (${filling})), true)`;
}

/** The sources that fill a column, as one text: while they are the same, a row is supplied with it as long as it is of the same batch. */
export function suppliersOf(relation: Relation, column: string): Sql {
  const { filling } = suppliers(relation, column);
  return sql`select coalesce(string_agg(distinct source, ';' order by source), '') from (${filling})`;
}

// Quoted as relations are: a run makes the registers whose names stand in its statements.
const supply = ident("register_supply");

function suppliers(relation: Relation, column: string) {
  const { source } = relation;
  const supplies = relation.columns.get(column)?.supplied.find((each) => each.startsWith(`${source?.table}.`));
  if (!source || !supplies)
    throw new Refusal("a column that a row has from its own batch", `${relation.name}.${column}`, ["/supplied"]);
  const batch = ident(source.batch);
  const filling = sql`select brought.source from ${relation.rows} as filled join ${supply} as brought on brought.batch = filled.${batch}
      where brought.supplies = ${supplies} and filled.${ident(column)} is not null`;
  return { batch, supplies, filling };
}
