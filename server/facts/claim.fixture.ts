import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { createClaims } from "./claim-refresh.ts";
import { cubes } from "./cubes.ts";
import { regionSeed } from "./regions.ts";

/** A settlement as tests write it: everything absent has a default (a direct in-patient stay of a Henan person in Beijing). */
export type SettlementRow = Record<string, string | number | null>;

const base: SettlementRow = {
  settlement_id: "S1",
  encounter_id: "E1",
  sender_settlement_id: null,
  person_no: "P1",
  scheme: "310",
  insured_area: "410100",
  institution_code: "H11010500001",
  care_area: "110000",
  deductible_level: "02",
  begin_date: "2021-03-01",
  end_date: "2021-03-11",
  settled_at: "2021-03-11 10:00:00",
  care_type: "21",
  settlement_type: "2",
  payment_place: "4",
  total_cost: "24278.00",
  in_scope: "20000.00",
  basic_fund: "14000.00",
  fund_total: "14100.00",
  refunded: "0",
  valid: "1",
};

/** An in-memory database with the tables the facts read, as the store would have created them. */
export class FactsFixture {
  readonly connection: DuckDBConnection;
  #batch = 0;

  private constructor(connection: DuckDBConnection) {
    this.connection = connection;
  }

  static async create(): Promise<FactsFixture> {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const fixture = new FactsFixture(connection);
    for (const table of ["settlement", "institution", "region", "batch", "fact_state"]) {
      await execute(connection, createTable(loadDictionary().table(table)));
    }
    await fixture.#insert("region", regionSeed() as unknown as SettlementRow[]);
    await createClaims(connection);
    return fixture;
  }

  get batch(): number {
    return this.#batch;
  }

  /** Empties the business tables and the fact. */
  async clear(): Promise<void> {
    this.#batch = 0;
    const derived = ["claim", "claim_note", ...cubes.map(({ name }) => name)];
    const statements = ["settlement", "institution", ...derived].map((table) => `delete from ${table}`);
    await this.connection.run([...statements, "update fact_state set last_batch = 0"].join("; "));
  }

  /** Stores rows as one batch, the way the store merges them: same key = a new version. Returns the batch number. */
  async load(rows: SettlementRow[], reportedBy = "insured"): Promise<number> {
    const batch = ++this.#batch;
    for (const row of rows) {
      const full: SettlementRow = { ...base, reported_by: reportedBy, ...row, batch_from: batch, batch_to: null };
      const { insured_area, settlement_id, reported_by } = full;
      await this.connection.run(
        `update settlement set batch_to = ${batch}
         where insured_area = ? and settlement_id = ? and reported_by = ? and batch_to is null and batch_from < ${batch}`,
        [insured_area!, settlement_id!, reported_by!],
      );
      await this.#insert("settlement", [full]);
    }
    return batch;
  }

  async loadInstitution(row: SettlementRow): Promise<number> {
    const batch = ++this.#batch;
    await this.connection.run(
      `update institution set batch_to = ${batch} where institution_code = ? and batch_to is null`,
      [row.institution_code!],
    );
    await this.#insert("institution", [{ ...row, batch_from: batch, batch_to: null }]);
    return batch;
  }

  async rows(text: string, values: DuckDBValue[] = []): Promise<Record<string, unknown>[]> {
    const result = await this.connection.runAndReadAll(text, values);
    return result.getRowObjectsJson();
  }

  async #insert(table: string, rows: SettlementRow[]): Promise<void> {
    const names = Object.keys(rows[0] ?? {});
    const marks = rows.map(() => `(${names.map(() => "?").join(", ")})`).join(", ");
    await this.connection.run(
      `insert into ${table} (${names.join(", ")}) values ${marks}`,
      rows.flatMap((row) => names.map((name) => row[name] ?? null)),
    );
  }
}
