import { expect, test } from "vitest";
import { conditions, listQuery, readView, writeView } from "./filter.ts";

test("a view read from an address is written as the same address", () => {
  const address =
    "from=2021-01&to=2021-03&insured=010000,410100&class=RS-RATIO&direction=over&explaining=filing%3ALT_RESIDE&kind=cannot&order=total_up&unit=count&page=3&compared=ratio&turned=2&tables=pair,institution";
  expect(writeView(readView(new URLSearchParams(address)))).toBe(address);
});

test("what cannot be meant is left out", () => {
  const view = readView(
    new URLSearchParams(
      "from=2021-05&to=2021-03&page=-1&turned=0&compared=all&kind=x&order=y&direction=sideways&insured=<b>&class=",
    ),
  );
  expect(writeView(view)).toBe("");
  expect(view).toMatchObject({ from: null, kind: "differing", order: "size", unit: "yuan", page: 1 });
});

test("a card leaves out its own condition, and the list of a claim page keeps all", () => {
  const view = readView(new URLSearchParams("from=2021-01&to=2021-02&class=RS-CAP&responsible=record&page=2"));
  expect(conditions(view, ["class", "period"])).toEqual(["responsible=record"]);
  expect(listQuery(view)).toBe("from=2021-01&to=2021-02&class=RS-CAP&responsible=record&kind=differing&order=size");
});
