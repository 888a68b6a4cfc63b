import { parseType } from "../store/dictionary.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import type { Mapping } from "./layout-mapping.ts";
import type { LayoutCheck } from "./layout-types.ts";

/**
 * One row per institution and identity of the source: institution_code, check_id, checked, failed, not_supplied (counts of rows).
 * `relation` is the source as it was read, under the header's names; null where the header lacks a column of the check.
 */
export function checkQuery(check: LayoutCheck, mapping: Mapping, header: readonly string[], relation: Sql): Sql | null {
  const names = new Map(header.map((name) => [name.trim().toLowerCase(), name]));
  const cells: Sql[] = [];
  for (const [name, typeText] of Object.entries(check.columns)) {
    const from = names.get(name.toLowerCase());
    const type = parseType(typeText);
    if (from === undefined || !type) return null;
    const formats = mapping.columns.find((column) => column.from === from)?.formats ?? null;
    cells.push(sql`${typed(ident(from), type.sql, formats)} as ${ident(name)}`);
  }
  const institution = mapping.columns.find(({ target }) => target.name === "institution_code")?.from;
  const owner = institution ? sql`cast(${ident(institution)} as varchar)` : raw("null::varchar");
  return sql`
    select institution_code, ${literal(check.id)} as check_id, count(holds) as checked,
      count(*) filter (not holds) as failed, count(*) filter (holds is null) as not_supplied
    from (
      select institution_code, (${raw(check.expression)}) as holds
      from (select ${owner} as institution_code, ${join(cells)} from ${relation})
    )
    group by institution_code order by institution_code`;
}

function typed(column: Sql, type: string, formats: readonly string[] | null): Sql {
  const plain = sql`try_cast(${column} as ${raw(type)})`;
  if (!formats) return plain;
  const list = join(formats.map((format) => literal(format)));
  return sql`coalesce(${plain}, cast(try_strptime(cast(${column} as varchar), [${list}]) as ${raw(type)}))`;
}
