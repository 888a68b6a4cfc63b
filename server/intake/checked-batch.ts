import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { type Column, faultColumn } from "../store/dictionary.ts";
import { keepIdentities } from "../store/identity.ts";
import type { Keys } from "../store/keys.ts";
import { Reader } from "../store/reader.ts";
import { ident, type Sql, sql } from "../store/sql.ts";
import type { BatchRecord, Reporter } from "./batch.ts";
import { type CellSource, foundName } from "./cell.ts";
import { certificateType } from "./certificate-type.ts";
import { type Staging, stage, wrongCells } from "./check.ts";
import type { Mapping } from "./layout.ts";
import { checkQuery } from "./layout-check.ts";
import { applyMerge, type MergeOutcome, type MergePlan, planMerge } from "./merge.ts";
import { gatherParticulars } from "./particulars.ts";
import { checkCount, scanFailure } from "./prepare.ts";
import type { Prepared } from "./prepared.ts";
import { writeLayoutChecks } from "./quality.ts";
import { insertRejects, type Rejects, rejectRows } from "./reject-rows.ts";

/** A source that was checked against the store, ready to be written. */
export interface Checked {
  merge: MergeOutcome;
  plan: MergePlan;
  rejects: Rejects;
  /** What the layout's own checks find in the source. */
  checks: Sql[];
  generatedScale: number | null;
  /** Whether the temporary table `particulars` says something of persons. */
  namesPersons: boolean;
}

export interface Asked {
  source: string;
  reporter: Reporter;
  batch: number;
  keys: Keys;
  onStaged(): Promise<void>;
}

/** Set in generated records: how many real ones each stands for. */
const GENERATED_SCALE = "generated_scale";

/** Types and checks every record of a source and plans its merge. Leaves temporary tables: see `dropTemporary`. */
export async function checkBatch(
  connection: DuckDBConnection,
  prepared: Prepared,
  mapping: Mapping,
  { source, reporter, batch, keys, onStaged }: Asked,
): Promise<Checked> {
  const { table, columns, entry } = mapping;
  const checkable = { relation: prepared.relation, cells: cellsOf(mapping, prepared), reporter, keys };
  const staging = await stage(connection, checkable, [...table.key, GENERATED_SCALE]).catch((cause) => {
    throw scanFailure(cause, prepared, source);
  });
  checkCount(prepared, staging.records, source);
  await onStaged();
  const wrong = staging.bad > 0 ? await wrongCells(connection, checkable, staging.tidied) : [];
  const plan: MergePlan = {
    table: table.name,
    staged: staging.table,
    rows: staging.rows,
    bad: staging.bad,
    columns: staging.columns,
    key: [...table.key],
    newerBy: columns.some(({ target }) => target.name === table.newerBy) ? table.newerBy : null,
    batch,
  };
  const namesPersons = await gatherParticulars(connection, keys, checkable.cells, staging.table); // before the merge takes the table
  const header = prepared.columns.map(({ name }) => name);
  const checks = entry.checks.map((check) => checkQuery(check, mapping, header, prepared.relation));
  return {
    rejects: await rejectRows(prepared, wrong, mapping),
    generatedScale: await generatedScale(connection, staging),
    merge: await planMerge(connection, plan),
    plan,
    namesPersons,
    checks: checks.filter((query) => query !== null),
  };
}

/** Writes records, rejects, checks and the batch itself. Inside the caller's transaction. */
export async function writeChecked(
  connection: DuckDBConnection,
  checked: Checked,
  record: BatchRecord,
  keys: Keys,
): Promise<void> {
  await applyMerge(connection, checked.plan, checked.merge.mixed);
  await insertRejects(connection, record.batch, checked.rejects.rows);
  await writeLayoutChecks(connection, record.batch, checked.checks);
  if (checked.namesPersons) await keepIdentities(connection, keys, record.batch, ident("particulars"));
  await execute(
    connection,
    sql`insert into batch by name select
          ${record.batch}::BIGINT as batch, ${record.table} as table_name, ${record.layout} as layout,
          ${record.layoutHash} as layout_hash, ${record.reporter} as reporter, ${record.source} as source_name,
          ${record.sha256} as sha256, ${record.bytes}::BIGINT as bytes,
          ${record.receivedAt.slice(0, 23)}::TIMESTAMP as received_at,
          ${record.read}::BIGINT as rows_read, ${record.accepted}::BIGINT as rows_accepted,
          ${record.duplicate}::BIGINT as rows_duplicate, ${record.replaced}::BIGINT as rows_replaced,
          ${record.rejected}::BIGINT as rows_rejected, ${record.columns.join(",")} as columns_supplied,
          ${record.generatedScale}::BIGINT as generated_scale`,
  );
}

/** The keys of a large batch would stay in memory until the next one comes. */
export async function dropTemporary(connection: DuckDBConnection): Promise<void> {
  for (const table of [
    "staged",
    "merge_keys",
    "merge_affected",
    "merge_held",
    "merge_fresh",
    "particulars",
    "identity_fresh",
  ]) {
    await execute(connection, sql`drop table if exists temp.${ident(table)}`).catch(() => {}); // never hides the cause
  }
}

function cellsOf(mapping: Mapping, prepared: Prepared): CellSource[] {
  const types = new Map(prepared.columns.map(({ name, type }) => [name, type]));
  return mapping.columns.map((column) => ({
    ...column,
    sourceType: column.from === null ? "VARCHAR" : (types.get(column.from) ?? "VARCHAR"),
    ...certificateTypeOf(column.target, mapping.columns),
  }));
}

/** What the type of a certificate is read from: the column of that name, told in the codes of certificates. */
function certificateTypeOf(target: Column, columns: Mapping["columns"]): Pick<CellSource, "certificateType"> {
  if (faultColumn(target) === null) return {};
  const name = target.name.replace(/_no$/, "_type");
  const type = columns.find((column) => column.target.name === name)?.target;
  return { certificateType: type?.codes ? certificateType(foundName(name), type.codes) : null };
}

async function generatedScale(connection: DuckDBConnection, { columns, table }: Staging): Promise<number | null> {
  if (!columns.includes(GENERATED_SCALE)) return null;
  const { scale } = await new Reader(connection).one<{ scale: number | null }>(
    sql`select max(${ident(GENERATED_SCALE)}) as scale from ${ident(table)} where not bad`,
  );
  return scale;
}
