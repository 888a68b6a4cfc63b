import type { DuckDBConnection } from "@duckdb/node-api";
import { storedColumns } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Relations } from "../relation.ts";
import { type NeedingRule, neededColumns } from "./needed-columns.ts";

/**
 * Rules that say nothing, since a column they need is brought by no source that was loaded, or by none with a value in it: by rule id the first such
 * column, as the rule names it. Where nothing was loaded by batches at all, nobody can tell, and all apply.
 */
export async function lackingColumns(
  connection: DuckDBConnection,
  rules: readonly NeedingRule[],
  relations: Relations,
): Promise<Map<string, string>> {
  const reader = new Reader(connection, UNLIMITED);
  const headers = await reader.rows<{ supplies: string }>(raw(brought));
  if (headers.length === 0) return new Map();
  const named = new Set(headers.map(({ supplies }) => supplies));
  const needed = rules.map((rule) => ({ rule, columns: neededColumns(rule, relations) }));
  const asked = needed.flatMap(({ columns }) => columns.flatMap(({ from }) => from)).filter((each) => named.has(each));
  const filled = await filledColumns(reader, [...new Set(asked)]);
  const lacking = needed.flatMap(({ rule, columns }): [string, string][] => {
    const none = columns.find(({ from }) => !from.some((each) => filled.has(each)));
    return none ? [[rule.id, none.need]] : [];
  });
  return new Map(lacking);
}

const brought = `select distinct table_name || '.' || unnest(string_split(columns_supplied, ',')) as supplies from batch`;

/** Columns of stored tables, `settlement.third_party`, that hold a value in a current row; of names and addresses the header alone tells. */
async function filledColumns(reader: Reader, columns: readonly string[]): Promise<Set<string>> {
  const kept = columns.filter((each) => {
    const [name = "", column = ""] = each.split(".");
    return storedColumns(loadDictionary().table(name)).some((stored) => stored.name === column);
  });
  if (kept.length === 0) return new Set(columns);
  const tests = kept.map((each): Sql => {
    const [table = "", column = ""] = each.split(".");
    return sql`exists (select 1 from main.${ident(table)} where batch_to is null and ${ident(column)} is not null) as ${ident(each)}`;
  });
  const row = await reader.one<Record<string, boolean>>(sql`select ${join(tests)}`);
  return new Set(columns.filter((each) => row[each] !== false));
}
