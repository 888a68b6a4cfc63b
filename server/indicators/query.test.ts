import { beforeAll, describe, expect, test } from "vitest";
import { FactsFixture, type SettlementRow } from "../facts/facts.fixture.ts";
import { nationalPrincipal, type Principal, type Scope } from "../store/principal.ts";
import { Reader } from "../store/reader.ts";
import { figures, figuresFromRecords } from "./query.ts";
import type { FigureQuery } from "./request.ts";

const facts = await FactsFixture.create(["cubes"]);
const reader = new Reader(facts.connection);
const ask = (query: FigureQuery, principal = nationalPrincipal) => figures(reader, principal, query);
const within = (scope: Scope): Principal => ({ ...nationalPrincipal, id: "test", scope });

let serial = 0;
const stay = (row: SettlementRow): SettlementRow => ({
  settlement_id: `S${++serial}`,
  encounter_id: `E${serial}`,
  ...row,
});
const visit = (row: SettlementRow) => stay({ care_type: "11", total_cost: "300.00", fund_total: "156.39", ...row });

beforeAll(async () => {
  await facts.load([
    // Henan to Beijing, in-patient, January to November 2021: the national averages of that year in small.
    stay({ settled_at: "2021-01-31 23:59:59", total_cost: "24277.70", fund_total: "14114.73" }),
    stay({ settled_at: "2021-11-30 23:59:59", total_cost: "24277.70", fund_total: "14114.73" }),
    stay({
      settled_at: "2021-12-31 23:59:59",
      insured_area: "130100",
      care_area: "310000",
      scheme: "390",
      deductible_level: "5",
    }),
    stay({ settled_at: "2022-01-01 00:00:00", insured_area: "130100", care_area: "120000", settlement_type: "1" }),
    visit({ settled_at: "2021-03-31 10:00:00" }),
    visit({ settled_at: "2021-03-31 10:00:00", care_area: "410300" }),
    visit({ settled_at: "2021-04-01 00:00:00", care_area: "410100", credential_type: "01" }),
    stay({ settled_at: "2021-05-01 10:00:00", settlement_type: "3", fund_total: "1000.00" }),
  ]);
  await facts.catchUp();
});

describe("measures", () => {
  test("of one year's stays agree with the published averages", async () => {
    const { columns, notes } = await ask({
      measure: "visits,total_cost,fund_total,fund_ratio,reduced_advance,cost_per_stay,days_per_stay",
      from: "2021-01",
      to: "2021-11",
      where: { care_scope: "cross_province", care_group: "inpatient", route: "direct" },
    });
    expect(columns).toEqual({
      visits: [2],
      total_cost: ["48555.40"],
      fund_total: ["28229.46"],
      fund_ratio: ["0.581387"],
      reduced_advance: ["14114.73"],
      cost_per_stay: ["24277.70"],
      days_per_stay: ["10.00"],
    });
    expect(notes).toEqual([]);
  });

  test("an average over in- and out-patients is null and says why", async () => {
    const { columns, notes } = await ask({ measure: "reduced_advance,cost_per_stay", where: { insured: "410000" } });
    expect(columns).toEqual({ reduced_advance: [null], cost_per_stay: ["24277.70"] });
    expect(notes).toMatchObject([{ measure: "reduced_advance", code: "figure.mixed_care_groups", rows: 1 }]);
    const apart = await ask({ measure: "reduced_advance", by: "care_group", where: { insured: "410000" } });
    expect(apart.columns).toEqual({ care_group: ["inpatient", "outpatient"], reduced_advance: ["14114.73", "156.39"] });
  });

  test("a quotient of nothing is null, a sum of nothing 0", async () => {
    const { columns } = await ask({ measure: "visits,fund_total,fund_ratio", where: { insured: "540000" } });
    expect(columns).toEqual({ visits: [0], fund_total: ["0.00"], fund_ratio: [null] });
  });

  test("a supplementary settlement is money and a settlement, not a visit; ratios are of direct ones", async () => {
    const { columns } = await ask({ measure: "visits,settlements,fund_total,fund_ratio", by: "route" });
    expect(columns).toEqual({
      route: ["direct", "manual", "supplementary"],
      visits: [6, 1, 0],
      settlements: [6, 1, 1],
      fund_total: ["42798.63", "14100.00", "1000.00"],
      fund_ratio: ["0.580451", null, null],
    });
  });
});

describe("dimensions", () => {
  test.each([
    ["month", ["2021-01", "2021-03", "2021-04", "2021-05", "2021-11", "2021-12", "2022-01"], [1, 2, 1, 0, 1, 1, 1]],
    ["year", ["2021", "2022"], [6, 1]],
    ["insured", ["130000", "410000"], [2, 5]],
    ["care", ["110000", "120000", "310000", "410000"], [3, 1, 1, 2]],
    ["insured_city", ["130100", "410100"], [2, 5]],
    ["care_city", ["110000", "120000", "310000", "410100", "410300"], [3, 1, 1, 1, 1]],
    ["care_scope", ["cross_province", "local", "within_province"], [5, 1, 1]],
    ["care_group", ["inpatient", "outpatient"], [4, 3]],
    ["care_type", ["11", "21"], [3, 4]],
    ["scheme", ["310", "390"], [6, 1]],
    ["tier", ["2", "3"], [1, 6]],
    ["filing_class", ["LOCAL", "unknown"], [1, 6]],
    ["credential", ["01", "unknown"], [1, 6]],
    ["disease", ["unknown"], [7]],
    ["drug_channel", ["none"], [7]],
  ])("visits by %s", async (dimension, values, visits) => {
    const { columns, rows } = await ask({ by: dimension });
    expect(columns).toEqual({ [dimension]: values, visits });
    expect(rows).toBe(values.length);
  });

  test("pairs bring both columns; order and limit apply", async () => {
    const { columns, truncated } = await ask({ by: "pair", order: "-visits", limit: 2 });
    expect(columns).toEqual({ insured: ["410000", "410000"], care: ["110000", "410000"], visits: [3, 2] });
    expect(truncated).toBe(true);
  });

  test("a region filter takes provinces and pooling areas", async () => {
    const { columns } = await ask({
      by: "pair,city_pair",
      where: { care: ["120000,410300"], insured: "130000,410100" },
    });
    expect(columns).toMatchObject({
      insured_city: ["130100", "410100"],
      care_city: ["120000", "410300"],
      visits: [1, 1],
    });
  });
});

describe("what is counted", () => {
  test("persons are told apart by certificate, and groups do not add up", async () => {
    const total = await ask({ measure: "persons,visits" });
    expect(total.columns).toEqual({ persons: [2], visits: [7] });
    const months = await ask({ measure: "persons", by: "month" });
    expect(months.columns.persons).toEqual([1, 1, 1, 0, 1, 1, 1]);
    expect((await ask({ measure: "persons", by: "insured" })).columns).toEqual({
      insured: ["130000", "410000"],
      persons: [1, 1],
    });
  });

  test("a median is a cost that occurs, of stays alone", async () => {
    const { columns } = await ask({ measure: "visits,median_cost_per_stay,cost_per_stay", by: "care_group" });
    expect(columns).toEqual({
      care_group: ["inpatient", "outpatient"],
      visits: [4, 3],
      median_cost_per_stay: ["24277.70", null],
      cost_per_stay: ["24277.85", null],
    });
  });

  test("the same as a state of the past, in scope", async () => {
    const query = { measure: "persons,visits,median_cost_per_stay", by: "insured", as_of: facts.batch };
    const own = within({ all: false, side: "insured", provinces: ["130000"] });
    expect((await figuresFromRecords(reader, own, query)).columns).toEqual((await ask(query, own)).columns);
  });
});

describe("periods", () => {
  test("a claim by hand counts in the month of discharge where that is asked", async () => {
    const query = { measure: "visits", by: "month", where: { route: "manual" } };
    expect((await ask(query)).columns).toEqual({ month: ["2022-01"], visits: [1] });
    expect((await ask({ ...query, period: "discharge" })).columns).toEqual({ month: ["2021-03"], visits: [1] });
  });

  test("the direct rate is by discharge, and says until when it is provisional", async () => {
    const { columns, provisionalUntil } = await ask({ measure: "direct_rate", by: "year" });
    expect(columns).toEqual({ year: ["2021"], direct_rate: ["0.750000"] });
    expect(provisionalUntil).toEqual({ direct_rate: ["2022-06-29"] });
    const settled = await ask({ measure: "direct_rate,visits", period: "settlement", by: "year" });
    expect(settled.columns.direct_rate).toEqual(["1.000000", "0.000000"]);
    expect(settled.provisionalUntil).toEqual({});
  });
});

describe("sums agree", () => {
  const total = async (query: FigureQuery) => {
    const { columns } = await ask({ ...query, measure: "settlements" });
    return (columns.settlements as number[]).reduce((a, b) => a + b, 0);
  };
  test.each(["month", "insured", "care", "pair", "insured_city", "care_city", "city_pair", "scheme,tier", "care_type"])(
    "over %s with the total",
    async (by) => expect(await total({ by })).toBe(8),
  );

  test("over the rows of a pair matrix with the margin of its side", async () => {
    for (const side of ["insured", "care"] as const) {
      const { columns } = await ask({ by: "pair", measure: "fund_total" });
      const margin = await ask({ by: side, measure: "fund_total" });
      const sums = new Map<string, bigint>();
      (columns[side] as string[]).forEach((region, i) => {
        sums.set(region, (sums.get(region) ?? 0n) + cents(columns.fund_total?.[i]));
      });
      expect([...sums].sort()).toEqual(
        (margin.columns[side] as string[]).map((region, i) => [region, cents(margin.columns.fund_total?.[i])]),
      );
    }
  });
});

describe("scope", () => {
  const henan = ["410000"];
  test.each<[Scope, string, string[], number[]]>([
    [{ all: false, side: "insured", provinces: henan }, "insured", ["410000"], [5]],
    [{ all: false, side: "care", provinces: henan }, "care", ["410000"], [2]],
    [{ all: false, side: "either", provinces: ["310000"] }, "pair", ["130000"], [1]],
    [{ all: false, side: "insured", provinces: henan }, "insured_city", ["410100"], [5]],
    [{ all: false, side: "care", provinces: henan }, "care_city", ["410100", "410300"], [1, 1]],
    [{ all: false, side: "either", provinces: ["310000"] }, "insured_city", ["130100"], [1]],
    [{ all: false, side: "either", provinces: ["310000"] }, "care_type", ["21"], [1]],
    [{ all: false, side: "either", provinces: [], cities: ["410300"] }, "care_city", ["410300"], [1]],
    [{ all: false, side: "either", provinces: [], cities: ["410300"] }, "insured", ["410000"], [1]],
    [{ all: false, side: "care", provinces: [], cities: ["410100"] }, "care_type", ["11"], [1]],
    [{ all: false, side: "care", provinces: [], cities: ["410300"] }, "insured_city", ["410100"], [1]],
    [
      { all: false, side: "either", provinces: ["310000"], cities: ["410300"] },
      "month",
      ["2021-03", "2021-12"],
      [1, 1],
    ],
  ])("%o sees its own part by %s", async (scope, by, regions, visits) => {
    const { columns, watermark } = await ask({ by }, within(scope));
    expect(Object.values(columns)[0]).toEqual(regions);
    expect(columns.visits).toEqual(visits);
    expect(Object.values(watermark.scopes).reduce((a, b) => a + b, 0)).toBe(visits.reduce((a, b) => a + b, 0));
  });

  test("no province sees nothing", async () => {
    const { columns } = await ask({ by: "insured" }, within({ all: false, side: "either", provinces: [] }));
    expect(columns.visits).toEqual([]);
  });

  test("a filter cannot widen it", async () => {
    const { columns } = await ask(
      { where: { insured: "130000" } },
      within({ all: false, side: "insured", provinces: henan }),
    );
    expect(columns.visits).toEqual([0]);
  });
});

describe("a past state", () => {
  test("is told as it was, and in scope", { timeout: 60_000 }, async () => {
    const batch = await facts.load([stay({ settled_at: "2021-06-01 10:00:00" })]);
    await facts.catchUp();
    expect((await ask({})).columns.visits).toEqual([8]);
    const past = await ask({ as_of: batch - 1 });
    expect(past.columns.visits).toEqual([7]);
    expect(past.watermark).toMatchObject({ lastBatch: batch - 1, scopes: { cross_province: 5 } });
    const own = await ask(
      { as_of: batch - 1, by: "insured" },
      within({ all: false, side: "insured", provinces: ["130000"] }),
    );
    expect(own.columns).toEqual({ insured: ["130000"], visits: [2] });
    const ofCity = await ask(
      { as_of: batch - 1, by: "care_type", measure: "visits,persons" },
      within({ all: false, side: "care", provinces: [], cities: ["410300"] }),
    );
    expect(ofCity.columns).toEqual({ care_type: ["11"], visits: [1], persons: [1] });
  });
});

describe("a wrong question", () => {
  test.each<[string, FigureQuery]>([
    ["figure.unknown_measure", { measure: "visits,profit" }],
    ["figure.unknown_dimension", { by: "colour" }],
    ["figure.unknown_dimension", { where: { pair: "410000" } }],
    ["figure.bad_filter", { where: { insured: "410000') or (1=1" } }],
    ["figure.bad_month", { from: "2021-13" }],
    ["figure.bad_month", { from: "2021-05", to: "2021-04" }],
    ["figure.bad_period", { period: "admission" }],
    ["figure.bad_period", { measure: "visits,direct_rate" }],
    ["figure.bad_order", { order: "-fund_total" }],
    ["figure.bad_number", { limit: 0 }],
    ["figure.bad_number", { as_of: "1e3" }],
    ["figure.bad_number", { as_of: 99 }],
  ])("fails with %s: %o", async (code, query) => {
    await expect(ask(query)).rejects.toMatchObject({ code });
  });
});

const cents = (value: unknown) => BigInt(String(value).replace(".", ""));

describe("kept answers", () => {
  const question = { measure: "visits", by: "month", where: { care_scope: "cross_province" } };

  test("serve the same question in the same scope only", async () => {
    const first = await ask(question);
    expect(await ask(question)).toBe(first);
    expect(await ask({ ...question, from: "2021-02" })).not.toBe(first);
    const elsewhere = await ask(question, within({ all: false, provinces: ["130000"], side: "insured" }));
    expect(elsewhere).not.toBe(first);
    expect(elsewhere.columns.visits).not.toEqual(first.columns.visits);
    const city = (code: string) => within({ all: false, provinces: [], cities: [code], side: "either" });
    const inLuoyang = await ask(question, city("410300"));
    expect(await ask(question, city("410100"))).not.toBe(inLuoyang);
  });

  test("end with the state they were made from", async () => {
    const first = await ask(question);
    await facts.load([stay({ settled_at: "2022-06-30 10:00:00" })]);
    await facts.catchUp();
    const next = await ask(question);
    expect(first.columns.month).not.toContain("2022-06");
    expect(next.columns.month).toContain("2022-06");
  });

  test("are of one state, though a load ends between two statements", async () => {
    const interrupted = new Reader(facts.connection);
    let loads = 0;
    interrupted.columns = async (statement) => {
      if (loads++ === 0) {
        await facts.load([stay({ settled_at: "2022-07-31 10:00:00" })]);
        await facts.catchUp();
      }
      return reader.columns(statement);
    };
    const before = await ask(question);
    const meanwhile = await figures(interrupted, nationalPrincipal, { ...question, order: "month" });
    expect(loads).toBeGreaterThan(1);
    expect(meanwhile.columns.month).toContain("2022-07");
    expect(meanwhile.watermark.lastBatch).toBeGreaterThan(before.watermark.lastBatch);
    expect(meanwhile.id).toBe((await ask({ ...question, order: "month" })).id);
  });
});
