import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterEach, expect, test } from "vitest";
import { loadLayouts } from "../../intake/layout.ts";
import { execute } from "../../store/database.ts";
import { createTable } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { sql } from "../../store/sql.ts";
import { blankRelations } from "../blank-house.ts";
import { checkRules } from "../check-rules.ts";
import { AuditFixture, claimRow, stayRow } from "../run/run.fixture.ts";
import { disabledRules } from "./disabled-rules.ts";
import { lackingColumns } from "./lacking.ts";

const relations = await blankRelations();
const rules = (await checkRules(undefined, relations)).rules.map(({ rule }) => rule);
const injury = rules.find(({ id }) => id === "XR-29")!;
let connection: DuckDBConnection;
afterEach(() => connection?.closeSync());

async function bring(table: string, columns: string): Promise<void> {
  const record = {
    batch: 1,
    table_name: table,
    layout: "a",
    layout_hash: "a",
    reporter: "insured",
    source_name: "a",
    sha256: "a",
  };
  const counts = { rows_read: 1, rows_accepted: 1, rows_duplicate: 0, rows_replaced: 0, rows_rejected: 0 };
  const given = { ...record, received_at: "2021-01-01 00:00:00", ...counts, columns_supplied: columns };
  const names = Object.keys(given).join(", ");
  const values = Object.values(given).map((value) => `'${value}'`);
  await connection.run(`insert into batch (${names}) values (${values.join(", ")})`);
}

test("a column lacks where no header has it, or no row fills it; one of several is enough", async () => {
  connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  for (const name of ["batch", "settlement", "diagnosis"])
    await execute(connection, createTable(loadDictionary().table(name)));
  const lacking = () => lackingColumns(connection, [injury], relations);
  expect(await lacking()).toEqual(new Map());
  await bring("settlement", "settlement_id,third_party");
  expect(await lacking()).toEqual(new Map([["XR-29", "claim.main_diagnosis"]]));
  await bring("diagnosis", "diagnosis_code");
  await connection.run("insert into diagnosis (diagnosis_code) values ('S72.000')");
  expect(await lacking()).toEqual(new Map([["XR-29", "claim.third_party"]]));
  await connection.run("insert into settlement (third_party, batch_from, batch_to) values ('0', 1, 2)");
  expect(await lacking()).toEqual(new Map([["XR-29", "claim.third_party"]]));
  await connection.run("insert into settlement (third_party, batch_from) values ('0', 2)");
  expect(await lacking()).toEqual(new Map());
});

test("a run says which rules nobody feeds, and closes what they found", async () => {
  const house = await AuditFixture.create();
  connection = house.connection;
  await house.insert("stay", [stayRow(1), stayRow(2, { care_area: "310000", care_province: "310000" })]);
  await house.insert("claim", [claimRow(1), claimRow(2)]);
  const ofRun = async () => (await house.run()).rules.find(({ rule }) => rule === "XR-01");
  expect(await ofRun()).toMatchObject({ state: "done", lookedAt: 2, found: 1, reason: null });
  await bring("settlement", "settlement_id");
  const told = { state: "unsupplied", lookedAt: 0, found: 0, closed: 1, reason: "stay.begin_date not supplied" };
  expect(await ofRun()).toMatchObject(told);
  const [finding] = await house.read(sql`select state, closed_reason from finding where rule = 'XR-01'`);
  expect(finding).toEqual({ state: "closed", closed_reason: "not_supplied" });
});

test("a layout disables the rules it cannot feed", () => {
  const layouts = new Map(loadLayouts().map((layout) => [layout.name, layout]));
  const disabled = (name: string) => disabledRules(layouts.get(name)!, rules, relations);
  expect(disabled("datasus-aih").find(({ rule }) => rule === "XR-29")).toMatchObject({
    because: { zh: expect.stringContaining("第三方"), en: expect.stringMatching(/^Not supplied: /) },
    needs: ["diagnosis.diagnosis_code", "settlement.third_party"],
  });
  expect(disabled("nhsa-core").map(({ rule }) => rule)).not.toContain("XR-29");
});
