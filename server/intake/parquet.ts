import { fail } from "../errors.ts";
import { ident, join, literal, raw, type Sql, sql } from "../store/sql.ts";
import { fieldsToCsv } from "./csv-write.ts";
import { duckdbReason } from "./duckdb-reason.ts";
import type { Prepared, Source } from "./prepared.ts";

/** Reads a flat Parquet file; instants become the wall clock of Asia/Shanghai. A damaged page is met only when its rows are read: `scanFailure` names it then. */
export async function prepareParquet({ path, name, connection, limits }: Source): Promise<Prepared> {
  // Older writers leave out that their byte columns are text.
  const file = sql`read_parquet(${literal(path)}, binary_as_string = true)`;
  const refuse = (reason: string, cause?: unknown) => fail("intake.parquet", { file: name, reason }, cause);
  const ask = async (query: Sql) => {
    try {
      return await (await connection.run(query.text, [...query.values])).getRows();
    } catch (error) {
      throw refuse(duckdbReason(error, name), error);
    }
  };
  const metadata = await ask(sql`select num_rows from parquet_file_metadata(${literal(path)})`);
  const found = (await ask(sql`describe select * from ${file}`)).map(([column, type]) => ({
    name: String(column),
    type: String(type),
  }));
  const records = Number(metadata[0]?.[0] ?? -1);
  if (!Number.isSafeInteger(records) || records < 0) throw refuse(`its metadata count ${metadata[0]?.[0]} rows`);
  if (found.length > limits.maxColumns) throw refuse(`it has ${found.length} columns`);
  const nested = found.find(({ type }) =>
    /[[(]|^(STRUCT|MAP|UNION|VARIANT|LIST)/.test(type.replace(/^DECIMAL\(.*\)$/, "")),
  );
  if (nested) {
    const { name: column, type } = nested;
    const reason = `column "${column}" is nested (${type})`;
    throw fail("intake.parquet", { file: name, reason, variant: "nested", column, type });
  }

  const instants = found
    .filter(({ type }) => type === "TIMESTAMP WITH TIME ZONE")
    .map(({ name: column }) => ident(column));
  const local = instants.map((column) => sql`timezone('Asia/Shanghai', ${column}) as ${column}`);
  const relation = local.length === 0 ? file : sql`(select * replace (${join(local)}) from ${file})`;
  const columns = found.map((column) => ({ ...column, type: column.type.replace(" WITH TIME ZONE", "") }));

  const same = async (ordinals: readonly number[]) => new Map(ordinals.map((ordinal) => [ordinal, ordinal]));
  return {
    format: "parquet",
    relation,
    columns,
    records,
    rejected: [],
    lineOf: same,
    recordOf: same,
    async *raw(lines) {
      yield `${fieldsToCsv(columns.map((column) => column.name))}\n`;
      const wanted = [...lines].sort((a, b) => a - b);
      for (let i = 0; i < wanted.length; i += 1000) {
        const slice = wanted.slice(i, i + 1000);
        const rows = await ask(
          sql`select columns(* exclude (jh_ordinal))::varchar
              from (select *, row_number() over () as jh_ordinal from ${relation})
              where jh_ordinal in (${join(slice.map((ordinal) => raw(String(ordinal))))}) order by jh_ordinal`,
        );
        for (const row of rows) yield `${fieldsToCsv(row.map((value) => (value === null ? null : String(value))))}\n`;
      }
    },
  };
}
