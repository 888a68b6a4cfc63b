import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { sql } from "../store/sql.ts";

/** How far a stored fact is built, and on what basis (its wording, the regions): another basis means building it anew. */
export interface FactState {
  builtTo: number;
  basis: string;
}

/** The states of all facts that were ever built, by name. */
export async function readFactStates(connection: DuckDBConnection): Promise<Map<string, FactState>> {
  const result = await connection.runAndReadAll("select fact, last_batch, definition_hash from fact_state");
  return new Map(
    result
      .getRows()
      .map(([fact, builtTo, basis]) => [String(fact), { builtTo: Number(builtTo), basis: String(basis) }]),
  );
}

/** Call it in the transaction that builds the fact: then a crash leaves the fact and its state as they were. */
export async function writeFactState(connection: DuckDBConnection, fact: string, state: FactState): Promise<void> {
  await execute(connection, sql`delete from fact_state where fact = ${fact}`);
  await execute(
    connection,
    sql`insert into fact_state by name select ${fact} as fact, ${BigInt(state.builtTo)} as last_batch,
      now()::timestamp as built_at, ${state.basis} as definition_hash`,
  );
}
