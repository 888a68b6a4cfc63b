import { nationalPrincipal } from "../../store/principal.ts";
import type { Reader } from "../../store/reader.ts";
import { join, sql } from "../../store/sql.ts";

/** What persons of the journal are called; the id itself where nobody knows. */
export async function personNames(reader: Reader, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await reader.rows<{ id: string; name: string }>(
    sql`select account as id, display_name as name from account where account in (${join(wanted)})`,
  );
  const known = new Map([
    [nationalPrincipal.id, nationalPrincipal.name],
    ...rows.map(({ id, name }) => [id, name] as const),
  ]);
  return new Map(wanted.map((id) => [id, known.get(id) ?? id]));
}

export async function personName(reader: Reader, id: string): Promise<string> {
  return (await personNames(reader, [id])).get(id) ?? id;
}
