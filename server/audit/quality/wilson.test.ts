import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { wilson, wilsonLow } from "./wilson.ts";

const rounded = (hits: number, n: number) => {
  const { low, high } = wilson(hits, n)!;
  return [Number(low.toFixed(4)), Number(high.toFixed(4))];
};

test("intervals of 95 % agree with published ones", () => {
  // Newcombe (1998), Stat. Med. 17, 857–872, table I, method 3.
  expect(rounded(81, 263)).toEqual([0.2553, 0.3662]);
  expect(rounded(15, 148)).toEqual([0.0624, 0.1605]);
  expect(rounded(0, 20)).toEqual([0, 0.1611]);
  expect(rounded(1, 29)).toEqual([0.0061, 0.1718]);
});

test("nothing counted gives no share", () => {
  expect(wilson(0, 0)).toBeNull();
});

test("in SQL it is the same, and null where nothing was counted", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const pairs = [
    [0, 0],
    [0, 3],
    [1, 1],
    [1, 4],
    [7, 10],
    [100, 100],
  ] as const;
  for (const [hits, n] of pairs) {
    const [row] = await new Reader(connection).rows<{ low: number | null }>(
      sql`select ${wilsonLow("hits", "n")} as low from (select ${hits}::integer as hits, ${n}::integer as n)`,
    );
    const low = wilson(hits, n)?.low;
    if (low === undefined) expect(row!.low).toBeNull();
    else expect(row!.low).toBeCloseTo(low, 12);
  }
  connection.closeSync();
});
