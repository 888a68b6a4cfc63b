import { exists, isVersioned } from "./ddl.ts";
import type { Dictionary } from "./dictionary.ts";
import type { Reader } from "./reader.ts";
import { ident, join, literal, sql } from "./sql.ts";

/**
 * One text for the business content of every current row of every table, whatever the rows' order and whichever batches
 * brought them: per table the number of rows and the sum of their hashes (a sum, so that doubled rows show).
 */
export async function stateHash(reader: Reader, dictionary: Dictionary): Promise<string> {
  const tables = [...dictionary.tables.values()].filter((table) => exists(table) && isVersioned(table));
  const parts = tables.map(
    ({ name }) => sql`
      select ${literal(name)} as name, count(*) as rows, coalesce(sum(hash(t)::HUGEINT), 0) as hashes
      from (select * exclude (batch_from, batch_to) from ${ident(name)} where batch_to is null) as t`,
  );
  const { state } = await reader.one<{ state: string }>(
    sql`select md5(string_agg(name || ':' || rows || ':' || hashes, ';' order by name)) as state from (${join(parts, " union all ")})`,
  );
  return state;
}
