import { readFileSync } from "node:fs";
import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { raw, type Sql, sql } from "../../store/sql.ts";
import { bandsBehind } from "../inference/bands.ts";
import { unchanged } from "../inference/changes.ts";
import { decimal } from "../inference/exact.ts";
import { CLEAR, LEAST } from "../inference/mode.ts";
import { rowsOf } from "../policies/json-rows.ts";

const text = (name: string) =>
  readFileSync(new URL(`${name}.sql`, import.meta.url), "utf8").replaceAll("/*least*/", String(LEAST));
const macros = readFileSync(new URL("../steps/macros.sql", import.meta.url), "utf8");
/** Whose bands they are belongs to what a comparison says. */
const inference = readFileSync(new URL("../inference/bands.ts", import.meta.url), "utf8");
const files = {
  standards: text("standards"),
  stated: text("stated-ratios"),
  payments: text("payments"),
  unlike: text("unlike-payments"),
};

const cellKeys = ["area", "scheme", "care_group", "disease", "person_group", "tier", "filing", "benefit_year"] as const;
type CellKeys = Record<(typeof cellKeys)[number], string>;
const keys = raw(cellKeys.join(", "));
const cellShape = {
  ...Object.fromEntries(cellKeys.map((key) => [key, "VARCHAR"])),
  rows: "BIGINT",
  matched: "BIGINT",
  beyond: "BIGINT",
  bands: [{ low: "DECIMAL(16,2)", high: "DECIMAL(16,2)", ratio: "DECIMAL(9,8)" }],
};
/** A cell's own ratio may be one of four digits times a factor of as many; more are not told apart by payments to the fen. */
const DIGITS = 6;
const NO_END = "999999999999.99";

/** What the comparison is told beside the settlements: relations that name their claims. */
export interface Told {
  /** Ratios that records state: claim_id, ratio. */
  stated: Sql;
  /** Claims of whose year all care is declared complete: claim_id. */
  whole: Sql;
}

/**
 * Compares settlements of temp.evidence with their like: makes temp.`consistency_found`, a row for each deductible, ratio or payment that is not the usual one of its
 * cell. `unjudged` says which settlements, as a condition on their claim_id. A stated ratio is held against the cell's, and a payment against the
 * ratio it states; where that says nothing of a payment, against the cell's bands: those that explain nine tenths of at least 50 payments to the fen. Where there
 * are none, nothing is said, nor of a payment that a ceiling may have cut.
 */
export async function compareWithLike(connection: DuckDBConnection, unjudged: Sql, told: Told): Promise<void> {
  const run = (statement: Sql | string) => execute(connection, statement);
  await run(macros);
  await run("create or replace temp macro yuan_of(fen) as (fen * 0.01::decimal(3, 2))::decimal(16, 2)");
  await run(sql`create or replace temp table cell_claim as
    select * replace (least(admission, 4)::integer as admission), coalesce(disease_code, '') as disease, year(benefit_day)::varchar as benefit_year, ratio as stated_ratio, claim_id in (select claim_id from ${told.whole}) as whole
    from temp.evidence left join ${told.stated} as stated using (claim_id) where ${unjudged}`);
  await run(sql`create or replace temp table cell_bands as from ${rowsOf(cellShape, await bandsOfCells(connection))}`);
  await run(`create or replace temp table payment as ${files.payments}`);
  await run(
    `create or replace temp table consistency_found as (${files.standards}) union all (${files.stated}) union all (${files.unlike})`,
  );
  for (const table of ["cell_claim", "cell_bands", "payment"]) await run(`drop table temp.${table}`);
}

/** What the comparison rests on beside the data. */
export const consistencyWording = (): string => [macros, ...Object.values(files), inference].join("\n");

async function bandsOfCells(connection: DuckDBConnection) {
  const cells = await new Reader(connection, UNLIMITED).rows<
    CellKeys & { payments: { low: number; high: number; paid: number }[] }
  >(sql`
    select ${keys}, list({ 'low': deductible_paid, 'high': in_scope, 'paid': basic_fund }) as payments
    from temp.cell_claim where in_scope > deductible_paid and remaining_limit is distinct from basic_fund
    group by ${keys} having count(*) >= ${LEAST}`);
  return cells.flatMap(({ payments, ...cell }) => {
    const found = bandsBehind(
      payments.map((payment) => ({ ...payment, change: unchanged })),
      DIGITS,
    );
    if (!found) return [];
    // Above the highest band that can be told nothing is said.
    const [rows, matched] = found.bands.reduce(([a, b], band) => [a + band.rows, b + band.matched], [0, 0]);
    if (rows < LEAST || matched < CLEAR * rows) return [];
    const bands = found.bands.map(({ low, ratio }, i) => ({
      low: (low / 100).toFixed(2),
      high: i + 1 < found.bands.length ? (found.bands[i + 1]!.low / 100).toFixed(2) : NO_END,
      ratio: decimal(ratio),
    }));
    return [{ ...cell, rows, matched, beyond: found.beyond?.from ?? null, bands }];
  });
}
