import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { sql } from "../store/sql.ts";

/** How far a stored fact is built, and by what: it is built anew when its wording or the regions have changed. */
export interface FactState {
  builtTo: number;
  basis: string;
}

export async function createFactState(connection: DuckDBConnection): Promise<void> {
  await execute(
    connection,
    "create table if not exists fact_state (fact text not null, built_to_batch bigint not null, basis text not null)",
  );
}

export async function readFactState(connection: DuckDBConnection, fact: string): Promise<FactState | null> {
  const result = await connection.runAndReadAll("select built_to_batch, basis from fact_state where fact = ?", [fact]);
  const [row] = result.getRowObjects();
  return row ? { builtTo: Number(row.built_to_batch), basis: String(row.basis) } : null;
}

/** Call it in the transaction that builds the fact. */
export async function writeFactState(connection: DuckDBConnection, fact: string, state: FactState): Promise<void> {
  await execute(connection, sql`delete from fact_state where fact = ${fact}`);
  await execute(connection, sql`insert into fact_state values (${fact}, ${BigInt(state.builtTo)}, ${state.basis})`);
}
