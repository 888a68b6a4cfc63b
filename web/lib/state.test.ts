import fc from "fast-check";
import { expect, test } from "vitest";
import { defaults, type Filter, readFilter, resolve, writeFilter } from "./state.ts";
import type { Watermark } from "./types.ts";

const read = (text: string): Filter => readFilter(new URLSearchParams(text));

const watermark: Watermark = {
  lastSettledAt: "2021-11-30T23:59:59",
  lastBatch: 3,
  batches: 3,
  generatedScale: 50,
  generated: true,
  months: { first: "2020-01", last: "2021-11" },
  ruleSet: "7f3a9c",
  scopes: { cross_province: 10 },
  hasTiles: true,
};

test("an empty address is the default filter, and the default filter an empty address", () => {
  expect(read("")).toEqual(defaults);
  expect(writeFilter(defaults)).toBe("");
});

test("codes stay text, leading zeros too; lists are written with commas", () => {
  const filter = read("insured=010000,410000&care=BR-430003&from=2021-01&to=2021-03");
  expect(filter.insured).toEqual(["010000", "410000"]);
  expect(filter.care).toEqual(["BR-430003"]);
  expect(writeFilter(filter)).toBe("from=2021-01&to=2021-03&insured=010000,410000&care=BR-430003");
});

test("what cannot be a value is left out", () => {
  const filter = read("from=2021-13&to=2021-02&insured=%3Cscript%3E,410000&group=a%20b&side=x&level=y");
  expect(filter).toEqual({ ...defaults, insured: ["410000"] });
  expect(read("from=2021-05&to=2021-02")).toEqual(defaults);
});

test("any filter survives the way through the address", () => {
  const codes = fc.uniqueArray(fc.stringMatching(/^[0-9]{6}$/), { maxLength: 4 });
  const filters = fc.record({
    from: fc.constantFrom(null, "2020-02"),
    to: fc.constant("2021-11"),
    scope: fc.constantFrom(null, "local", "all"),
    group: fc.constantFrom("inpatient", "pharmacy", "all"),
    insured: codes,
    care: codes,
    side: fc.constantFrom("insured" as const, "care" as const),
  });
  fc.assert(
    fc.property(filters, (part) => {
      const filter: Filter = { ...defaults, ...part, to: part.from && part.to };
      expect(read(writeFilter(filter))).toEqual(filter);
    }),
    { seed: 20211130 },
  );
});

test("open parts are filled from the data", () => {
  expect(resolve(defaults, watermark)).toMatchObject({
    from: "2021-01",
    to: "2021-11",
    scope: "cross_province",
    level: "province",
  });
  const municipal = {
    ...watermark,
    scopes: { cross_province: 0, within_province: 3389, local: 6611 },
    hasTiles: false,
  };
  expect(resolve(defaults, municipal)).toMatchObject({ scope: "within_province", level: "area" });
  expect(resolve(defaults, { ...watermark, months: null })).toBeNull();
});
