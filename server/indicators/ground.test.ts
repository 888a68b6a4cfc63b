import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { nationalPrincipal } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { stateOf } from "./ground.ts";

test("a connection that asked before there were figures sees them come, and every change after", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const writer = await instance.connect();
  await writer.run(
    "create table fact_state (fact varchar, last_batch bigint, built_at timestamp, definition_hash varchar)",
  );
  await writer.run("create table month_closing (closed_at timestamp, batch bigint)");
  const reader = new Reader(await instance.connect());
  const states = [await stateOf(reader, nationalPrincipal)];
  for (const change of [
    "insert into fact_state values ('claim', 1, timestamp '2021-01-01', 'a')",
    "insert into fact_state values ('cubes', 1, timestamp '2021-01-01', 'a')",
    "update fact_state set last_batch = 2 where fact = 'cubes'",
    "insert into month_closing values (timestamp '2021-02-01', 2)",
  ]) {
    await writer.run(change);
    states.push(await stateOf(reader, nationalPrincipal));
  }
  expect(new Set(states).size).toBe(states.length);
  reader.connection.closeSync();
  writer.closeSync();
  instance.closeSync();
});
