import { wholeFindings } from "../../audit/run/scoped-findings.ts";
import type { Database } from "../../store/database.ts";
import type { Principal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";

/** What was asked of one event already, by scope: a hundred listeners of a province are one question. */
const asked = new WeakMap<readonly string[], Map<string, Promise<readonly string[]>>>();

/** Which of the findings of an event a principal may see. */
export function seenBy(
  database: Pick<Database, "read">,
  principal: Principal,
  findings: readonly string[],
): Promise<readonly string[]> {
  if (principal.scope.all) return Promise.resolve(findings);
  const byScope = asked.get(findings) ?? new Map<string, Promise<readonly string[]>>();
  asked.set(findings, byScope);
  const scope = JSON.stringify(principal.scope);
  const seen =
    byScope.get(scope) ??
    database.read(principal, async (reader) => {
      const rows = await reader.rows<{ finding: string }>(
        sql`select finding from ${wholeFindings(principal, findings)}`,
      );
      return rows.map(({ finding }) => finding);
    });
  byScope.set(scope, seen);
  return seen;
}
