import { expect, test } from "vitest";
import { orders } from "./filter.ts";
import { listColumns, nextOrder, sortOf } from "./list-columns.ts";

test("a heading goes through its orders and back to the largest differences", () => {
  const total = listColumns.find(({ id }) => id === "total")!;
  expect(nextOrder(total, "size")).toBe("total");
  expect(nextOrder(total, "total")).toBe("total_up");
  expect(nextOrder(total, "total_up")).toBe("size");
  expect([sortOf(total, "total"), sortOf(total, "total_up"), sortOf(total, "paid")]).toEqual([
    "descending",
    "ascending",
    undefined,
  ]);
});

test("every order but the usual one is reached from a heading", () => {
  const reached = listColumns.flatMap((column) => column.orders.map(({ order }) => order));
  expect([...reached, "size"].sort()).toEqual([...orders].sort());
});
