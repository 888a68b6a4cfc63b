import { tableFromIPC } from "@uwdata/flechette";
import { expect, test } from "vitest";
import { arrowOf } from "./arrow.ts";

test("an answer is read back as it was by the reader of the pages", () => {
  const columns = [
    ["2021-01", "2021-02", null],
    [31012, 0, null],
    [0.5814, null, 1e12 + 0.25],
  ];
  const table = tableFromIPC(
    arrowOf({ names: ["month", "visits", "ratio"], types: ["VARCHAR", "BIGINT", "DOUBLE"], columns, rows: 3 }),
  );
  expect(table.toColumns()).toMatchObject({ month: columns[0] });
  expect([...table.getChild("visits")]).toEqual(columns[1]);
  expect([...table.getChild("ratio")]).toEqual(columns[2]);
});

test.each([0, 2])("a text column of %i nulls is read back", (rows) => {
  const nulls = Array.from({ length: rows }, () => null);
  const table = tableFromIPC(
    arrowOf({ names: ["month", "visits"], types: ["VARCHAR", "BIGINT"], columns: [nulls, nulls], rows }),
  );
  expect(table.names).toEqual(["month", "visits"]);
  expect([...table.getChild("month")]).toEqual(nulls);
});
