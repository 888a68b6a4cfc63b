import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute, transaction } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { ident, literal, raw, sql } from "../../store/sql.ts";
import { chargeMacros } from "./charges.ts";
import { compiledTerms, termTables } from "./compiled.ts";
import { hashOf, type Sources } from "./sources.ts";

const META = "terms";

/**
 * Brings the tables of policies and catalogue to what the sources say, in one transaction; leaves them alone where they say it already. `stage` is the
 * one folder the database may read files from. Gives whether anything was filled.
 * @throws policy.invalid, catalogue.invalid
 */
export async function putInForce(connection: DuckDBConnection, sources: Sources, stage: string): Promise<boolean> {
  const hash = hashOf(sources);
  if ((await termsInForce(connection)) === hash) return false;
  const staged = path.join(stage, "terms");
  await mkdir(staged, { recursive: true });
  try {
    const compiled = await compiledTerms(sources, hash, staged);
    const parquet = (table: string) => path.join(staged, `${table}.parquet`);
    for (const table of termTables) await copyFile(path.join(compiled, `${table}.parquet`), parquet(table));
    await transaction(connection, async () => {
      for (const macro of chargeMacros) await execute(connection, raw(`create or replace macro ${macro}`));
      for (const table of termTables) {
        await execute(connection, sql`delete from ${ident(table)}`);
        await execute(
          connection,
          sql`insert into ${ident(table)} by name select * from read_parquet(${literal(parquet(table))})`,
        );
      }
      await execute(connection, sql`delete from meta where name = ${META}`);
      await execute(connection, sql`insert into meta values (${META}, ${hash})`);
    });
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
  return true;
}

/** Hash of the sources the tables were filled from; null where they were not. */
export async function termsInForce(connection: DuckDBConnection): Promise<string | null> {
  const rows = await new Reader(connection).rows<{ value: string }>(sql`select value from meta where name = ${META}`);
  return rows[0]?.value ?? null;
}
