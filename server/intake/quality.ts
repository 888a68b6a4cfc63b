import { createHash } from "node:crypto";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import type { Label } from "../store/dictionary.ts";
import type { Reader } from "../store/reader.ts";
import { raw, type Sql, sql } from "../store/sql.ts";
import { identities } from "./identities.ts";
import type { LayoutCheck } from "./layout.ts";

/** How an identity stands over the records of one batch. */
export interface QualityLine {
  /** 1–11, or 0 for a check that the layout itself declares. */
  identity: number;
  /** The layout's check, where identity is 0. */
  check: string | null;
  title: Label | null;
  checked: number;
  failed: number;
  notSupplied: number;
  /** Accepted forms and kinds of difference, with how often. */
  variants: Record<string, number>;
  examples: { institution: string | null; checked: number; failed: number }[];
}

const EXAMPLES = 10;

/**
 * Measures the identities over one stored batch and writes the outcome by institution. A report on the data, never an
 * accusation: nothing is repaired and nothing is refused because of it. Inside the caller's transaction.
 */
export async function measureQuality(connection: DuckDBConnection, batch: number, table: string): Promise<void> {
  await execute(connection, sql`delete from quality where batch = ${batch} and identity > 0`);
  for (const { number, rows } of identities.filter((identity) => identity.table === table)) {
    await execute(connection, insertMeasured(batch, number, forBatch(rows, batch)));
  }
}

/** Fingerprint of the identities: reports measured with another wording are measured again. */
export function qualityWording(): string {
  const text = identities.map(({ number, rows }) => `${number} ${rows.text}`).join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Writes what the layout's own checks (see `checkQuery`) found in the source of a batch. Inside the caller's transaction. */
export async function writeLayoutChecks(connection: DuckDBConnection, batch: number, measured: Sql[]): Promise<void> {
  for (const rows of measured) {
    await execute(
      connection,
      sql`insert into quality by name
          select ${batch}::BIGINT as batch, institution_code, 0::BIGINT as identity, check_id as variant,
                 checked, failed, not_supplied from (${rows})`,
    );
  }
}

function insertMeasured(batch: number, identity: number, rows: Sql): Sql {
  return sql`insert into quality by name
    select ${batch}::BIGINT as batch, institution_code, ${identity}::BIGINT as identity, variant,
           count(*) filter (holds is not null) as checked,
           count(*) filter (not holds) as failed,
           count(*) filter (holds is null) as not_supplied
    from (${rows}) group by institution_code, variant`;
}

function forBatch(rows: Sql, batch: number): Sql {
  return raw(rows.text.replaceAll("$batch", `${Math.trunc(batch)}::BIGINT`));
}

/** Reads the report of one batch: a line for each identity and layout check, worst institutions as examples. */
export async function qualityOf(reader: Reader, batch: number, checks: readonly LayoutCheck[]): Promise<QualityLine[]> {
  type Row = { identity: number; check_id: string | null; checked: number; failed: number; not_supplied: number };
  const perCheck = raw("case when identity = 0 then variant end");
  const totals = await reader.rows<Row>(
    sql`select * from (
          select identity, ${perCheck} as check_id, sum(checked)::BIGINT as checked, sum(failed)::BIGINT as failed,
                 sum(not_supplied)::BIGINT as not_supplied
          from quality where batch = ${batch} group by all
        ) order by nullif(identity, 0) nulls last, check_id`,
  );
  const variants = await reader.rows<{ identity: number; variant: string; records: number }>(
    sql`select identity, variant, sum(checked + not_supplied)::BIGINT as records from quality
        where batch = ${batch} and identity > 0 and variant is not null group by all order by all`,
  );
  const examples = await reader.rows<Row & { institution_code: string | null }>(
    sql`select * from (
          select identity, ${perCheck} as check_id, institution_code, sum(checked)::BIGINT as checked, sum(failed)::BIGINT as failed
          from quality where batch = ${batch} group by all having sum(failed) > 0
        )
        qualify row_number() over (partition by identity, check_id order by failed desc, institution_code) <= ${EXAMPLES}
        order by failed desc, institution_code`,
  );
  return totals.map(({ identity, check_id, checked, failed, not_supplied }) => ({
    identity,
    check: check_id,
    title:
      identity > 0
        ? (identities.find(({ number }) => number === identity)?.title ?? null)
        : (checks.find(({ id }) => id === check_id)?.title ?? null),
    checked,
    failed,
    notSupplied: not_supplied,
    variants: Object.fromEntries(
      variants.filter((v) => v.identity === identity).map(({ variant, records }) => [variant, records]),
    ),
    examples: examples
      .filter((e) => e.identity === identity && e.check_id === check_id)
      .map((e) => ({ institution: e.institution_code, checked: e.checked, failed: e.failed })),
  }));
}
