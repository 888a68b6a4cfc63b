import { nationalPrincipal } from "../store/principal.ts";
import type { Reader } from "../store/reader.ts";
import { raw } from "../store/sql.ts";

/** What a person of the journal is called; the id itself where nobody knows. */
export type NameOf = (id: string) => string;

/** The names of all accounts, as the table has them. */
export async function accountNames(reader: Reader): Promise<NameOf> {
  const rows = await reader.rows<{ account: string; display_name: string }>(
    raw("select account, display_name from account"),
  );
  const names = new Map(rows.map(({ account, display_name }) => [account, display_name]));
  names.set(nationalPrincipal.id, nationalPrincipal.name);
  return (id) => names.get(id) ?? id;
}
