import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, expect, test } from "vitest";
import { Reader } from "../../store/reader.ts";
import { bandsOf } from "./ledger.ts";

const money = "decimal(16, 2)";
let connection: DuckDBConnection;
beforeAll(async () => {
  connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`create table resettlement (
    claim_id varchar, term bigint, in_scope_due ${money}, deductible_due ${money}, segment_low ${money}, over_cap ${money})`);
  await connection.run(`create table policy_term (
    term bigint, segment_basis varchar, cap_basis varchar, bands struct(low ${money}, high ${money}, ratio decimal(9, 8))[])`);
  const bands =
    "[{low: 0, high: 30000, ratio: 0.85}, {low: 30000, high: 40000, ratio: 0.9}, {low: 40000, high: 999999999999.99, ratio: 0.95}]";
  await connection.run(
    `insert into policy_term values (1, 'PER_SETTLEMENT', 'FUND', ${bands}), (2, 'ANNUAL', 'FUND', ${bands}), (3, 'ANNUAL', 'ELIGIBLE', ${bands})`,
  );
});

/** In scope, deductible, where the bands begin, eligible cost above the ceiling. */
async function widths(term: number, amounts: [string, string, string, string]): Promise<(string | null)[][]> {
  await connection.run("delete from resettlement");
  await connection.run(`insert into resettlement values ('C', ?, ?, ?, ?, ?)`, [term, ...amounts]);
  return (await bandsOf(new Reader(connection), "C")).map(({ width, paid }) => [width, paid]);
}

test("a settlement by itself runs through the bands from its deductible to its cost in scope", async () => {
  expect(await widths(1, ["42000.00", "1300.00", "1300.00", "0.00"])).toEqual([
    ["28700.00", "24395.00"],
    ["10000.00", "9000.00"],
    ["2000.00", "1900.00"],
  ]);
});

test("under annual bands it begins where the year had come to", async () => {
  expect(await widths(2, ["10000.00", "650.00", "28000.00", "0.00"])).toEqual([
    ["2000.00", "1700.00"],
    ["7350.00", "6615.00"],
    ["0.00", "0.00"],
  ]);
});

test("what lies above a ceiling on eligible cost runs through no band", async () => {
  expect((await widths(3, ["10000.00", "0.00", "38000.00", "6000.00"])).map(([width]) => width)).toEqual([
    "0.00",
    "2000.00",
    "2000.00",
  ]);
});

test("what cannot be judged has bands without widths", async () => {
  await connection.run("delete from resettlement");
  await connection.run("insert into resettlement (claim_id, term) values ('C', 1)");
  expect(await bandsOf(new Reader(connection), "C")).toMatchObject([
    { low: "0.00", width: null, paid: null },
    {},
    { high: null },
  ]);
});
