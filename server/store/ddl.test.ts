import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { codeInserts, createTable, ddl, storedColumns } from "./ddl.ts";
import { faultColumn, loadDictionary, parseTable } from "./dictionary.ts";
import { nationalViews } from "./national.ts";
import { Reader } from "./reader.ts";
import { raw } from "./sql.ts";

const dictionary = loadDictionary();

describe("the database made from the dictionary", () => {
  let reader: Reader;
  let run: (text: string) => Promise<unknown>;

  beforeAll(async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    reader = new Reader(connection);
    run = (text) => connection.run(text);
    for (const statement of [...ddl(dictionary), ...codeInserts(dictionary), ...nationalViews(dictionary)]) {
      await connection.run(statement.text, [...statement.values]);
    }
  });

  test("holds the described tables with their columns and no later ones", async () => {
    const rows = await reader.rows<{ table_name: string; n: number }>(
      raw("select table_name, count(*) as n from information_schema.columns where table_schema = 'main' group by all"),
    );
    const counts = new Map(rows.map(({ table_name, n }) => [table_name, n]));
    for (const table of dictionary.tables.values()) {
      const own = table.kind === "system" ? 0 : 3 + storedColumns(table).filter((column) => faultColumn(column)).length;
      expect([table.name, counts.get(table.name)]).toEqual([
        table.name,
        table.since === "later" ? undefined : storedColumns(table).length + own,
      ]);
    }
  });

  test("gives money, quantity, price and ratio their exact types and keeps names and addresses out", async () => {
    const rows = await reader.rows<{ column_name: string; data_type: string }>(
      raw("select column_name, data_type from information_schema.columns where table_name = 'fee_line'"),
    );
    const types = Object.fromEntries(rows.map(({ column_name, data_type }) => [column_name, data_type]));
    expect(types).toMatchObject({
      amount: "DECIMAL(16,2)",
      quantity: "DECIMAL(16,4)",
      price: "DECIMAL(16,6)",
      first_pay_ratio: "DECIMAL(5,4)",
      charged_at: "TIMESTAMP",
      list_type: "VARCHAR",
      batch_from: "BIGINT",
    });
    const encounter = storedColumns(dictionary.table("encounter")).map(({ name }) => name);
    expect(encounter).toContain("phone");
    expect(encounter).not.toContain("person_name");
    expect(encounter).not.toContain("address");
  });

  test("holds every code with its group", async () => {
    for (const table of dictionary.codes.values()) {
      const rows = await reader.rows<{ n: number }>(raw(`select count(*) as n from "code_${table.name}"`));
      expect([table.name, rows[0]?.n]).toEqual([table.name, table.values.size]);
    }
    expect(await reader.rows(raw("select zh, group_name from code_med_type where code = '14'"))).toEqual([
      { zh: "门诊慢特病", group_name: "chronic" },
    ]);
    expect(await reader.rows(raw("select tier from code_hosp_lv where code in ('02', '2')"))).toEqual([
      { tier: "3" },
      { tier: "3" },
    ]);
  });

  test("answers under the national names, current rows only", async () => {
    const pseudonym = "01234567-89ab-cdef-0123-456789abcdef";
    await run(`insert into settlement (settlement_id, insured_area, total_cost, certificate_no, reported_by, batch_from, batch_to)
      values ('a', '340100', 10.50, '${pseudonym}', 'insured', 1, 2), ('a', '340100', 12.50, '${pseudonym}', 'insured', 2, null)`);
    const rows = await reader.rows(
      raw("select setl_id, insu_admdvs, medfee_sumamt, certno, reported_by from national.setl_d"),
    );
    expect(rows).toEqual([
      { setl_id: "a", insu_admdvs: "340100", medfee_sumamt: "12.50", certno: pseudonym, reported_by: "insured" },
    ]);
    for (const table of dictionary.tables.values()) {
      const view = table.official.core[0];
      if (view && table.since === null) await run(`select * from national."${view}"`);
    }
  });
});

test("a seed table's rows belong to no batch, a system table refuses what it cannot do without", () => {
  const text = (kind: string) =>
    `{ table: t, title: { zh: 表, en: T }, kind: ${kind}, grain: one, key: [a],
       columns: { a: { type: integer, zh: 甲, en: A, required: true }, n: { type: text(9), zh: 名, en: N, personal: name } } }`;
  expect(createTable(parseTable(text("seed"), "t.yaml")).text).toBe(
    `CREATE TABLE "t" ("a" BIGINT, reported_by VARCHAR DEFAULT 'unknown', batch_from BIGINT DEFAULT 0, batch_to BIGINT)`,
  );
  expect(createTable(parseTable(text("system"), "t.yaml")).text).toBe(
    `CREATE TABLE "t" ("a" BIGINT NOT NULL, "n" VARCHAR)`,
  );
});
