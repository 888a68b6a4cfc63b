import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { loadCatalogue } from "../../datasets/catalogue/catalogue.ts";
import { ensureClassTables, watchedCodes } from "../knowledge/class-table.ts";
import { execute } from "../store/database.ts";
import { Reader } from "../store/reader.ts";
import { join, literal, type Sql, sql } from "../store/sql.ts";
import { genericCode } from "./line/generic-code.ts";

/** A row of the table `watched_item` that comes with the program. */
export interface WatchedItem {
  item_code: string;
  watched_as: string;
  special_drug: "0" | "1";
  reason: string;
}

const list = new URL("../../datasets/knowledge/watched-items.csv", import.meta.url);

/** Special drugs of the catalogue, each watched as its substance, and the list of datasets/knowledge. */
export function watchedSeed(): WatchedItem[] {
  const special = new Set(
    loadCatalogue()
      .items.filter(({ special_drug }) => special_drug === "1")
      .map(({ item_code }) => item_code),
  );
  const listed = readFileSync(list, "utf8").trimEnd().split("\n").slice(1);
  return [
    ...[...special].map((code) => ({
      item_code: code,
      watched_as: code.slice(0, 9),
      special_drug: "1" as const,
      reason: "特药",
    })),
    ...listed.map((line) => {
      const [code, reason] = line.split(",") as [string, string];
      return { item_code: code, watched_as: code, special_drug: "0" as const, reason };
    }),
  ];
}

/** The seed as a relation with the columns of the table. */
export function watchedSeedRows(): Sql {
  const rows = watchedSeed().map(
    (row) => sql`(${join([row.item_code, row.watched_as, row.special_drug, row.reason].map(literal))})`,
  );
  return sql`(select item_code, watched_as, special_drug, 'seed' as source, reason
    from (values ${join(rows)}) as seed (item_code, watched_as, special_drug, reason))`;
}

/** Items of watched knowledge, each watched as its substance. */
const watchedByKnowledge =
  (): Sql => sql`(select item_code, ${genericCode("item_code")} as watched_as, 'knowledge' as source, '知识点' as reason
  from (${watchedCodes()}))`;

/** Fingerprint of what is watched beside the seed: what knowledge names and what audit asks for. */
export async function watchedBasis(connection: DuckDBConnection): Promise<string> {
  await ensureClassTables(connection);
  const { basis } = await new Reader(connection).one<{ basis: string }>(sql`
    select concat_ws(' ', (select bit_xor(hash(watched_item)) from watched_item where source not in ('seed', 'knowledge')),
      (select bit_xor(hash(item_code)) from (${watchedCodes()}))) as basis`);
  return basis;
}

/** Puts the seed and the items of watched knowledge into `watched_item`. What audit asks for stays and comes first, then the seed. */
export async function seedWatchedItems(connection: DuckDBConnection): Promise<void> {
  await execute(connection, "delete from watched_item where source in ('seed', 'knowledge')");
  for (const rows of [watchedSeedRows(), watchedByKnowledge()])
    await execute(
      connection,
      sql`insert into watched_item by name select * from ${rows} as more anti join watched_item using (item_code)`,
    );
}
