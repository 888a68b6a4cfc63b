import type { DuckDBConnection, DuckDBPreparedStatement, DuckDBResultReader, DuckDBValue } from "@duckdb/node-api";
import { fail } from "../errors.ts";
import type { Sql } from "./sql.ts";

export type Cell = string | number | boolean | null | Cell[] | { [name: string]: Cell };

export interface Columns {
  names: string[];
  types: string[];
  columns: Cell[][];
  rows: number;
}

/** The time limit of work that has none: the longest a timer can wait. */
export const UNLIMITED = 2 ** 31 - 1;

/** What `often` prepared, by connection and text. */
const prepared = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement>>();

/** Reads from one connection, with a time limit per statement. Values come as plain JSON: see `toCell`. */
export class Reader {
  readonly connection: DuckDBConnection;
  readonly #timeoutMs: number;

  constructor(connection: DuckDBConnection, timeoutMs = 60_000) {
    this.connection = connection;
    this.#timeoutMs = timeoutMs;
  }

  /** Rows as objects: for small answers only (moving rows, not columns, is slow). */
  async rows<T>(statement: Sql): Promise<T[]> {
    const { names, columns, rows } = await this.columns(statement);
    return Array.from(
      { length: rows },
      (_, row) => Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row] ?? null])) as T,
    );
  }

  /** The one row of an answer that always has one. */
  async one<T>(statement: Sql): Promise<T> {
    const [row] = await this.rows<T>(statement);
    if (row === undefined) throw fail("internal.unexpected", { reason: "expected one row, got none" });
    return row;
  }

  /**
   * The one text of a constant statement that is asked all the time: planned once for the connection, since that takes longer than running it.
   * It must hold no condition: DuckDB plans by what the tables hold at that moment, leaves out a condition that none or all of those rows meet, and
   * does not look again when other rows come (1.5.6).
   */
  async often(statement: string): Promise<string | null> {
    const own = prepared.get(this.connection) ?? new Map<string, DuckDBPreparedStatement>();
    prepared.set(this.connection, own);
    const found = own.get(statement) ?? (await this.connection.prepare(statement));
    own.set(statement, found);
    const result = await found.runAndReadAll();
    return (result.value(0, 0) as string | null) ?? null;
  }

  async columns(statement: Sql): Promise<Columns> {
    const result = await this.result(statement);
    return {
      names: result.columnNames(),
      types: result.columnTypes().map(String),
      columns: result.getColumns().map((column) => column.map(toCell)),
      rows: result.currentRowCount,
    };
  }

  /** The whole materialised result. Never a streamed one: a failed stream ends without an error. */
  async result(statement: Sql): Promise<DuckDBResultReader> {
    const timer = setTimeout(() => this.connection.interrupt(), this.#timeoutMs);
    try {
      return await this.connection.runAndReadAll(statement.text, [...statement.values]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** BIGINT → number when safe, else text; DECIMAL → exact text; dates → ISO text. */
export function toCell(value: DuckDBValue): Cell {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (typeof value === "bigint") {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  }
  if ("items" in value && Array.isArray(value.items)) return value.items.map(toCell);
  if ("entries" in value && !Array.isArray(value.entries)) {
    return Object.fromEntries(Object.entries(value.entries).map(([name, cell]) => [name, toCell(cell as DuckDBValue)]));
  }
  const text = String(value);
  return "micros" in value ? text.replace(" ", "T") : text;
}
