import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settlementCsv, TestHouse } from "./house.fixture.ts";
import { openHouse } from "./house.ts";

let at: TestHouse;
let before: string;
beforeEach(async () => {
  at = await TestHouse.open({ derive: false });
  await at.load("setl_d.csv", settlementCsv([{}, {}]));
  before = await at.stateHash();
  await at.house.close();
});
afterEach(() => at.close());

async function reopen() {
  at.house = await openHouse(at.config, { what: "test" });
  return at.house.recovered;
}

test("a folder of an older schema is brought up by a rebuild, and says so", async () => {
  const file = path.join(at.config.dataDir, "jiheng.json");
  await writeFile(file, (await readFile(file, "utf8")).replace('"schema": 1', '"schema": 0'));
  expect(await reopen()).toMatchObject({ replayed: 1, reason: "schema 0 is older than 1" });
  expect(await at.stateHash()).toBe(before);
  expect(await readFile(file, "utf8")).toContain('"schema": 1');
});

test("tables of another program version are rebuilt", async () => {
  const instance = await DuckDBInstance.create(path.join(at.config.dataDir, "jiheng.duckdb"));
  const connection = await instance.connect();
  await connection.run("update meta set value = 'another' where name = 'schema'");
  connection.closeSync();
  instance.closeSync();
  const recovered = await reopen();
  expect(recovered).toMatchObject({ replayed: 1, reason: "the tables are those of another version" });
  expect(existsSync(recovered.setAside!)).toBe(true);
  expect(await at.stateHash()).toBe(before);
});

test("a table that lost rows is noticed and rebuilt", async () => {
  const instance = await DuckDBInstance.create(path.join(at.config.dataDir, "jiheng.duckdb"));
  const connection = await instance.connect();
  await connection.run("delete from settlement where settlement_id = 'S1'");
  connection.closeSync();
  instance.closeSync();
  expect(await reopen()).toMatchObject({ reason: "table settlement holds 1 rows, the journal says 2" });
  expect(await at.stateHash()).toBe(before);
});
