import type { DuckDBConnection } from "@duckdb/node-api";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { type Sql, sql } from "../../store/sql.ts";

/** A statement whose plan expects more rows than one may make. */
export class TooWide extends Error {
  readonly estimated: number;

  constructor(estimated: number, most: number) {
    super(`would make about ${estimated.toExponential(1)} rows, more than ${most.toExponential(0)}`);
    this.name = "TooWide";
    this.estimated = estimated;
  }
}

interface Operator {
  name: string;
  children?: Operator[];
  extra_info?: Record<string, unknown>;
}

/**
 * How many rows the widest step of a statement's plan is expected to give, before it is run. Steps over what the statement gathers itself (CTE) are left out: of
 * that the plan knows no distinct values, and takes every join for one of all with all.
 */
export async function estimatedRows(connection: DuckDBConnection, statement: Sql): Promise<number> {
  const { columns } = await new Reader(connection, UNLIMITED).columns(sql`explain (format json) ${statement}`);
  return Math.max(0, ...(JSON.parse(String(columns[1]?.[0])) as Operator[]).map((each) => widest(each).rows));
}

function widest({ name, children = [], extra_info }: Operator): { rows: number; guessed: boolean } {
  const below = children.map(widest);
  const guessed = name.trim() === "CTE_SCAN" || below.some((each) => each.guessed);
  const own = guessed ? 0 : Number(extra_info?.["Estimated Cardinality"] ?? 0);
  return { rows: Math.max(own, ...below.map(({ rows }) => rows)), guessed };
}
