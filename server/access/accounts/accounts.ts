import type { DuckDBConnection } from "@duckdb/node-api";
import type { JournalEntry } from "../../journal/journal.ts";
import { execute } from "../../store/database.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { raw, sql } from "../../store/sql.ts";
import { type Account, accountAfter } from "./account.ts";

/** Every account as the journal says, and the table `account` that follows from it: names for others to join, no passwords. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();

  /** Gives the account that an act made or changed. */
  onEntry(entry: JournalEntry): Account | undefined {
    const id = (entry.data as { account?: unknown }).account;
    if (typeof id !== "string") return undefined;
    const account = accountAfter(this.#accounts.get(id), entry);
    if (account) this.#accounts.set(id, account);
    return account;
  }

  get(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  /** In the order they were made. */
  all(): readonly Account[] {
    return [...this.#accounts.values()];
  }

  /** What a person of the journal is called; the id itself where nobody knows. */
  nameOf(id: string): string {
    return this.#accounts.get(id)?.name ?? (id === nationalPrincipal.id ? nationalPrincipal.name : id);
  }

  /** Makes the table what the journal says. */
  async project(connection: DuckDBConnection): Promise<void> {
    await execute(connection, sql`delete from account`);
    const rows = this.all().map(({ id, name, role, scope, disabled, createdAt }) => ({
      ...{ account: id, display_name: name, role, scope: JSON.stringify(scope) },
      ...{ disabled, created_at: createdAt },
    }));
    if (rows.length === 0) return;
    await execute(
      connection,
      sql`insert into account by name select unnest(from_json(${JSON.stringify(rows)}::varchar, ${shape}), max_depth := 2)`,
    );
  }
}

const shape = raw(
  `'[{"account":"VARCHAR","display_name":"VARCHAR","role":"VARCHAR","scope":"VARCHAR","disabled":"BOOLEAN","created_at":"TIMESTAMPTZ"}]'`,
);
