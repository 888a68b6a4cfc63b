import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { ident, join, raw, sql } from "../store/sql.ts";
import type { Relations } from "./relation.ts";

/** Every relation as an empty table under the name its queries read. */
export async function createTables(connection: DuckDBConnection, relations: Relations): Promise<void> {
  await connection.run('create schema "current"');
  for (const { rows, stored } of relations.values()) {
    const columns = [...stored].map(([name, type]) => sql`${ident(name)} ${raw(type)}`);
    await execute(connection, sql`create table ${rows} (${join(columns)})`);
  }
}
