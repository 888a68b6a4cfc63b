import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { catchUpFacts, facts, neededFor } from "../facts/fact.ts";
import { loadCharges } from "../settle/policies/charges.ts";
import { loadTerms } from "../settle/policies/terms.ts";
import { execute } from "../store/database.ts";
import { createTable, exists } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { describeRelations, relationFiles } from "./describe-relations.ts";
import type { Relations } from "./relation.ts";

let described: Promise<Relations> | undefined;

/**
 * The relations of a house without data: what rules are checked against where no data folder is opened. Built once in memory, by the same facts
 * as a real one, so that names and types cannot part from it.
 */
export function blankRelations(): Promise<Relations> {
  described ??= withBlankHouse(describeRelations);
  return described;
}

async function withBlankHouse<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await makeBlankHouse(connection);
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Every table of the store and the facts that rules read, all of them empty. */
export async function makeBlankHouse(connection: DuckDBConnection): Promise<void> {
  await connection.run("set TimeZone = 'Asia/Shanghai'");
  for (const table of loadDictionary().tables.values())
    if (exists(table)) await execute(connection, createTable(table));
  await connection.run("create table meta (name varchar, value varchar)");
  await loadTerms(connection, []);
  await loadCharges(connection, { items: [], differences: [] });
  const all = await facts([new URL("../settle/relations/", import.meta.url)]);
  const names = ["current", ...(await relationFiles()).map(({ name }) => name)];
  const wanted = new Set(names.flatMap((name) => (all.some((fact) => fact.name === name) ? neededFor(name, all) : [])));
  await catchUpFacts(
    connection,
    all.filter((fact) => wanted.has(fact)),
  );
}
