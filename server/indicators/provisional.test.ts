import { expect, test } from "vitest";
import { provisionalUntil } from "./provisional.ts";
import { type FigureQuery, parseRequest } from "./request.ts";
import type { Watermark } from "./watermark.ts";

const mark = { lastSettledAt: "2021-11-30T23:59:59", months: { first: "2020-01", last: "2021-11" } } as Watermark;
const of = async (query: FigureQuery, columns: Record<string, string[]>, rows: number) =>
  provisionalUntil(await parseRequest({ measure: "direct_rate", ...query }), columns, rows, mark);

test("a month is provisional until its claims by hand have arrived", async () => {
  // 180 days after 31 May are 27 November, before the last settlement; after 30 June they are 27 December.
  expect(await of({ by: "month" }, { month: ["2021-05", "2021-06", "2021-11"] }, 3)).toEqual({
    direct_rate: [null, "2021-12-27", "2022-05-29"],
  });
});

test("a year and a total are as open as their last month", async () => {
  expect(await of({ by: "year" }, { year: ["2020", "2021"] }, 2)).toEqual({ direct_rate: [null, "2022-05-29"] });
  expect(await of({ to: "2021-06" }, {}, 1)).toEqual({ direct_rate: ["2021-12-27"] });
  expect(await of({ to: "2021-05" }, {}, 1)).toEqual({ direct_rate: [null] });
});

test("what is counted when it is settled does not ripen, and what does not ripen is left out", async () => {
  expect(await of({ period: "settlement", by: "month" }, { month: ["2021-11"] }, 1)).toEqual({});
  expect(await of({ measure: "visits", period: "discharge", by: "month" }, { month: ["2021-11"] }, 1)).toEqual({});
});
