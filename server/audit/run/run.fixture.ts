import { readFileSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { Reader } from "../../store/reader.ts";
import { ident, raw, type Sql, sql } from "../../store/sql.ts";
import { makeBlankHouse } from "../blank-house.ts";
import { type RuleSource, rulesHome } from "../rule/rule-sources.ts";
import { type AuditOptions, type AuditResult, runAudit } from "./audit.ts";

/** Houses that no test uses; making one takes seconds. */
const idle: DuckDBConnection[] = [];

/** Rows of relations in a house whose facts nobody follows, for rules to be run over: stays, claims and their re-settlement. */
export class AuditFixture {
  readonly connection: DuckDBConnection;
  sources: RuleSource[];
  #time = Date.parse("2021-04-01T00:00:00Z");

  private constructor(connection: DuckDBConnection) {
    this.connection = connection;
    this.sources = [shippedRule("XR-01"), shippedRule("RS-RATIO"), shippedRule("XR-24")];
  }

  static async create(): Promise<AuditFixture> {
    const used = idle.pop();
    if (used) return new AuditFixture(await emptied(used));
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await makeBlankHouse(connection);
    return new AuditFixture(await emptied(connection));
  }

  /** The same rules over the same rows, never run before. */
  async fresh(): Promise<AuditFixture> {
    const other = await AuditFixture.create();
    other.sources = this.sources;
    for (const table of ["claim", "stay", "resettlement", "institution"]) {
      const rows = await this.rows<Record<string, unknown>>(new Reader(this.connection), table);
      if (rows.length > 0) await other.insert(table, rows);
    }
    return other;
  }

  private rows<T>(reader: Reader, table: string): Promise<T[]> {
    return reader.rows<T>(sql`from query_table(${table}) order by all`);
  }

  async insert(table: string, rows: readonly object[]): Promise<void> {
    for (const row of rows) {
      const given = JSON.stringify(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
      const types = await this.read<{ shape: string }>(
        sql`select cast(json_group_object(column_name, data_type) as varchar) as shape from duckdb_columns() where table_name = ${table}
          and list_contains(json_keys(${given}::json), column_name)`,
      );
      const shape = raw(`'${types[0]!.shape}'`);
      await execute(
        this.connection,
        sql`insert into ${ident(table)} by name select unnest(from_json(${given}::varchar, ${shape}))`,
      );
    }
  }

  read<T>(statement: Sql): Promise<T[]> {
    return new Reader(this.connection).rows<T>(statement);
  }

  run(options: Partial<AuditOptions> = {}): Promise<AuditResult> {
    return runAudit(this.connection, {
      actor: "test",
      sources: this.sources,
      signal: new AbortController().signal,
      limitMs: 60_000,
      clock: () => 0,
      now: () => {
        this.#time += 1000;
        return new Date(this.#time);
      },
      onStep: () => {},
      ...options,
    });
  }

  /** Changes rows. */
  async set(statement: string): Promise<void> {
    await this.connection.run(statement);
  }

  close(): void {
    idle.push(this.connection);
  }

  /** Changes the text of a rule file, or leaves it where it says so already. */
  rewrite(id: string, from: string | RegExp, to: string): void {
    this.sources = this.sources.map((source) =>
      source.file.endsWith(`${id}.yaml`) ? { ...source, text: source.text.replace(from, to) } : source,
    );
  }

  /** Changes the text of a rule file. Throws where nothing changed. */
  change(id: string, from: string | RegExp, to: string): void {
    const before = this.sources;
    this.rewrite(id, from, to);
    if (this.sources.every(({ text }, i) => text === before[i]!.text)) throw new TypeError(`${id} has no ${from}`);
  }
}

async function emptied(connection: DuckDBConnection): Promise<DuckDBConnection> {
  const filled = await new Reader(connection).rows<{ schema: string; name: string }>(
    sql`select schema_name as schema, table_name as name from duckdb_tables() where not temporary and estimated_size > 0 and table_name <> 'meta'`,
  );
  for (const { schema, name } of filled) await execute(connection, sql`delete from ${ident(schema)}.${ident(name)}`);
  return connection;
}

const person = "00000000-0000-0000-0000-000000000001";
const place = { insured_area: "410100", insured_province: "410000", care_area: "110000", care_province: "110000" };
const cared = (n: number) => ({
  visit_id: `V${n}`,
  encounter_key: `K${n}`,
  person_id: person,
  institution_code: `I${n}`,
});

/** The claim of visit `n`, of a Henan person in Beijing where nothing else is said. */
export function claimRow(n: number, other: object = {}): object {
  return { claim_id: `C${n}`, ...cared(n), begin_date: "2021-03-01", ...place, ...other };
}

export function stayRow(n: number, other: object = {}): object {
  return {
    ...cared(n),
    claim_id: `C${n}`,
    person_state: "certified",
    ...place,
    begin_date: "2021-03-01",
    end_date: "2021-03-10",
    ...other,
  };
}

/** Claim `n` was paid `amount` too much, at another ratio. */
export function differenceRow(n: number, amount: string): object {
  const judged = { policy_id: "410100-310", filing: "REFER", difference_class: "RS-RATIO", policy_defect: false };
  return { claim_id: `C${n}`, ...judged, fund_difference: amount };
}

function shippedRule(id: string): RuleSource {
  const file = `${id.startsWith("RS") ? "resettlement" : "cross-province"}/${id}.yaml`;
  return { file, text: readFileSync(new URL(file, rulesHome), "utf8") };
}
