import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ddl } from "../../store/ddl.ts";
import { loadDictionary } from "../../store/dictionary.ts";
import { Reader } from "../../store/reader.ts";
import { raw } from "../../store/sql.ts";
import { compiledTerms, termTables } from "./compiled.ts";
import { putInForce, termsInForce } from "./in-force.ts";
import { hashOf, type Sources, shippedSources, withOwn } from "./sources.ts";

const dictionary = loadDictionary();
const shipped = shippedSources();
const zhengzhou = shipped.policies.find(({ file }) => file === "areas/410100-390.yaml")!;
const small: Sources = {
  policies: [zhengzhou],
  catalogue: shipped.catalogue.filter(({ file }) => /items|410000/.test(file)),
};
const own: Sources = {
  policies: [{ file: "own/410100-390.yaml", text: zhengzhou.text.replace("[2000]", "[1800]") }],
  catalogue: [],
};

let stage: string;
let reader: Reader;

beforeAll(async () => {
  stage = await mkdtemp(path.join(os.tmpdir(), "jiheng-terms-"));
  reader = new Reader(await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect());
  const described = [...dictionary.tables.values()].filter(({ name }) => termTables.includes(name as never));
  for (const { text } of ddl({ ...dictionary, codes: new Map(), tables: new Map(described.map((t) => [t.name, t])) }))
    await reader.connection.run(text);
  await reader.connection.run("create table meta (name varchar, value varchar)");
});
afterAll(async () => {
  const made = await Promise.all([small, withOwn(small, own)].map((each) => compiledTerms(each, hashOf(each), stage)));
  for (const folder of [...made, stage]) await rm(folder, { recursive: true, force: true });
});

const fill = (sources: Sources) => putInForce(reader.connection, sources, stage);
const topDeductible = async () => {
  const rows = await reader.rows<{ file: string; standards: string[] }>(
    raw(
      "select distinct file, standards from policy_term join policy_version using (policy_id) where care_group = 'inpatient' and tier = '3'",
    ),
  );
  return rows.map(({ file, standards }) => [file, standards]);
};

it("fills the tables, and leaves them alone until a file changes", async () => {
  expect(await termsInForce(reader.connection)).toBeNull();
  expect(await fill(small)).toBe(true);
  expect(await termsInForce(reader.connection)).toBe(hashOf(small));
  expect(await topDeductible()).toEqual([["areas/410100-390.yaml", ["2000.00"]]]);
  expect(await fill(small)).toBe(false);
  expect(await fill(withOwn(small, own))).toBe(true);
  expect(await topDeductible()).toEqual([["own/410100-390.yaml", ["1800.00"]]]);
});

it("fills every column the dictionary describes, and no table is left empty", async () => {
  const folder = await compiledTerms(small, hashOf(small), stage);
  for (const table of termTables) {
    const parquet = await reader.rows<{ column_name: string }>(
      raw(`describe from read_parquet('${path.join(folder, `${table}.parquet`)}')`),
    );
    expect(parquet.map(({ column_name }) => column_name).sort(), table).toEqual(
      [...dictionary.table(table).columns.keys()].sort(),
    );
    expect(
      (await reader.one<{ rows: number }>(raw(`select count(*) as rows from ${table}`))).rows,
      table,
    ).toBeGreaterThan(0);
  }
});

it("keeps what it had when a file is wrong", async () => {
  const before = await termsInForce(reader.connection);
  const wrong = { ...small, policies: [{ ...zhengzhou, text: zhengzhou.text.replace("cap: 400000", "cap: lots") }] };
  await expect(fill(wrong)).rejects.toThrow(/410100-390\.yaml line 35/);
  expect(await termsInForce(reader.connection)).toBe(before);
  expect(await topDeductible()).toHaveLength(1);
});
