import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { execute } from "../store/database.ts";
import { createTable } from "../store/ddl.ts";
import { loadDictionary } from "../store/dictionary.ts";
import { type CaughtUp, catchUpFacts, type Fact, facts, forgetFacts } from "./fact.ts";
import { regionSeed } from "./regions.ts";

/** A record as tests write it: everything absent has a default. */
export type SettlementRow = Record<string, string | number | null>;

/** What a record of each table is where a test says nothing: a direct in-patient stay of a Henan person in Beijing, and what belongs to it. */
const defaults: Record<string, SettlementRow> = {
  settlement: {
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
  },
  filing: {
    filing_id: "F1",
    insured_area: "410100",
    person_no: "P1",
    area: "110000",
    category: "06",
    begin_date: "2021-01-01",
    end_date: null,
    created_at: "2021-01-01 09:00:00",
    valid: "1",
  },
  encounter: { insured_area: "410100", institution_code: "H11010500001", encounter_id: "E1", valid: "1" },
  diagnosis: {
    pooling_area: "410100",
    encounter_id: "E1",
    diagnosis_no: "1",
    main: "1",
    diagnosis_code: "I25.100",
    valid: "1",
  },
  fee_line: {
    insured_area: "410100",
    institution_code: "H11010500001",
    encounter_id: "E1",
    settlement_id: "S1",
    line_no: "1",
    item_code: "XL01",
    quantity: "1",
    price: "10",
    amount: "10.00",
    valid: "1",
  },
};

/** An in-memory database with every table of the store, and the facts over it. */
export class FactsFixture {
  readonly connection: DuckDBConnection;
  readonly #only: readonly string[] | undefined;
  #batch = 0;

  private constructor(connection: DuckDBConnection, only?: readonly string[]) {
    this.connection = connection;
    this.#only = only;
  }

  /** With the facts named and those they read, or with all of them. */
  static async create(only?: readonly string[]): Promise<FactsFixture> {
    // A few rows: waking a second thread costs more than they do.
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await connection.run("set TimeZone = 'Asia/Shanghai'");
    const fixture = new FactsFixture(connection, only);
    for (const table of loadDictionary().tables.values()) {
      if (table.since === null) await execute(connection, createTable(table));
    }
    // Of a batch only its number and table matter here.
    for (const { name, required } of loadDictionary().table("batch").columns.values()) {
      if (required) await connection.run(`alter table batch alter column ${name} drop not null`);
    }
    await fixture.#insertText("region", regionSeed() as unknown as SettlementRow[]);
    await fixture.catchUp();
    return fixture;
  }

  get batch(): number {
    return this.#batch;
  }

  /** Brings the facts up to the last batch. */
  async catchUp(): Promise<CaughtUp> {
    return catchUpFacts(this.connection, await this.#facts());
  }

  /** Builds the facts anew. */
  async rebuild(): Promise<CaughtUp> {
    await forgetFacts(this.connection);
    return this.catchUp();
  }

  /** Empties the business tables; the facts are built anew by the next catching up. */
  async clear(): Promise<void> {
    this.#batch = 0;
    const tables = [...loadDictionary().tables.values()].filter(
      ({ kind, since }) => kind === "business" && since === null,
    );
    for (const { name } of tables) await this.connection.run(`delete from ${name} where batch_from > 0`);
    await this.connection.run("delete from batch");
    await forgetFacts(this.connection);
  }

  /** Stores settlements as one batch, the way the store merges them: same key = a new version. Returns the batch number. */
  async load(rows: SettlementRow[], reportedBy = "insured"): Promise<number> {
    return this.put("settlement", rows, reportedBy);
  }

  async loadInstitution(row: SettlementRow): Promise<number> {
    return this.put("institution", [row]);
  }

  /** Stores records of any table as one batch. */
  async put(table: string, rows: SettlementRow[], reportedBy = "insured"): Promise<number> {
    const batch = ++this.#batch;
    const key = loadDictionary().table(table).key;
    for (const row of rows) {
      const full: SettlementRow = {
        ...defaults[table],
        reported_by: reportedBy,
        ...row,
        batch_from: batch,
        batch_to: null,
      };
      await this.connection.run(
        `update ${table} set batch_to = ${batch} where ${key.map((name) => `${name} is not distinct from ?`).join(" and ")}
          and batch_to is null and batch_from < ${batch}`,
        key.map((name) => full[name] ?? null),
      );
      await this.#insert(table, [full]);
    }
    await this.#insert("batch", [{ batch, table_name: table }]);
    return batch;
  }

  async rows(text: string, values: DuckDBValue[] = []): Promise<Record<string, unknown>[]> {
    const result = await this.connection.runAndReadAll(text, values);
    return result.getRowObjectsJson();
  }

  async #facts(): Promise<readonly Fact[]> {
    const all = await facts();
    if (!this.#only) return all;
    const wanted = new Set(this.#only);
    for (const { name, after } of [...all].reverse())
      if (wanted.has(name)) for (const before of after) wanted.add(before);
    return all.filter(({ name }) => wanted.has(name));
  }

  /** Many rows at once, as one text: a tenth of what binding each value costs. */
  async #insertText(table: string, rows: SettlementRow[]): Promise<void> {
    const shape = Object.fromEntries(Object.keys(rows[0] ?? {}).map((name) => [name, "VARCHAR"]));
    await this.connection.run(
      `insert into ${table} by name select unnest(from_json(?, '${JSON.stringify([shape])}'), recursive := true)`,
      [JSON.stringify(rows)],
    );
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
