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
  children?: Operator[];
  extra_info?: Record<string, unknown>;
}

/** How many rows the widest step of a statement's plan is expected to give, before it is run. */
export async function estimatedRows(connection: DuckDBConnection, statement: Sql): Promise<number> {
  const { columns } = await new Reader(connection, UNLIMITED).columns(sql`explain (format json) ${statement}`);
  return widest(JSON.parse(String(columns[1]?.[0])) as Operator[]);
}

function widest(operators: readonly Operator[]): number {
  const estimates = operators.map(({ children = [], extra_info }) =>
    Math.max(Number(extra_info?.["Estimated Cardinality"] ?? 0), widest(children)),
  );
  return Math.max(0, ...estimates);
}
