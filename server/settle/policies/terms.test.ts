import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { type ReadPolicy, readPolicy } from "../../../datasets/policies/policies.ts";
import { Reader } from "../../store/reader.ts";
import { raw } from "../../store/sql.ts";
import type { Place } from "./places.ts";
import { loadTerms } from "./terms.ts";

const head = (area: string, scheme: string) =>
  `
${area}
scheme: "${scheme}"
title: { zh: 试, en: test }
versions:
  - valid_from: 2020-01-01
    source: test
    confidence: illustrative
    benefit_year: 01-01
    cross_year_stay: by_discharge
    catalogue: { direct: care, manual: insured }
`.trimStart();

const TIERS = (row: string) => `tiers: { "3": ${row}, "2": ${row}, "1": ${row}, "0": ${row} }`;

/** Points; its own deductible for two filing classes; an account pays pharmacies. */
const points = `${head('area: "410100"', "310")}    returning_home: as_referred
    emergency: as_filed
    pharmacy: account
    deductibles:
      - { care: [inpatient, outpatient], mode: PER_VISIT, ${TIERS("[900, 450]")} }
      - { care: [inpatient], filing: [TMP_OTHER, NONE], mode: PER_VISIT, merged: both, ${TIERS("[2000]")} }
    segments:
      - { care: [inpatient, outpatient], groups: [active], basis: PER_SETTLEMENT, ${TIERS("[[0, 0.85], [30000, 0.15]]")} }
      - { care: [inpatient, outpatient], groups: [retired], basis: ANNUAL, ${TIERS("[[0, 0.89]]")} }
    adjust:
      care: [inpatient, chronic]
      classes:
        LT_RETIRE: { mode: POINTS, points: 0 }
        LT_RESIDE: { mode: POINTS, points: 0 }
        LT_WORK: { mode: POINTS, points: 0 }
        TMP_REFER: { mode: FACTOR, factor: 0.9005 }
        TMP_EMERG: { mode: POINTS, points: 0.1 }
        TMP_OTHER: { mode: POINTS, points: 0.2 }
        NONE: { mode: POINTS, points: 0.25 }
    caps:
      - { care: [inpatient, chronic], basis: FUND, amount: 150000 }
      - { care: [outpatient], groups: [active], basis: ELIGIBLE, amount: 1800 }
    layers:
      - { layer: large_amount, basis: OVER_CAP, bands: [[0, 0.85]], cap: 400000 }
      - { layer: medical_aid, persons: [low_income], care: [outpatient], basis: OWN_SHARE_YEAR, includes: [deductible], bands: [[3000, 0.6], [5000, 0.7]] }
      - { layer: civil_servant, persons: [near_poor], basis: OWN_SHARE, bands: [[0, 1]] }
      - { layer: civil_servant, basis: OWN_SHARE, includes: [over_cap, first_pay], bands: [[0, 0.5]] }
    chronic:
      - { diseases: [M03900, M01600], design: OWN_RATIO, deductible: 300, ratio: { active: 0.7 }, limit: { period: year, amount: 6000, further_disease: 3000 } }
      - { diseases: [M00500], design: AS_INPATIENT, deductible: 0 }
      - { diseases: [M07801], design: PACKAGE, deductible: 0, ratio: { active: 0.9, retired: 0.92 }, limit: { period: session, amount: 440 } }
`;

/** Another tier's rows outside the province, extra first-pay, and no filing needed between neighbours. */
const tiers = `${head('province: "320000"', "390")}    returning_home: full
    no_filing: [yangtze-delta]
    emergency: as_unfiled
    pharmacy: outpatient_fund
    deductibles:
      - { care: [inpatient], mode: PER_VISIT, tiers: { "3": [1000], "2": [500], "1": [200], "0": [200] } }
      - { care: [inpatient], mode: PER_VISIT, tiers: { "O3": [3000], "O2": [2500], "O1": [1000], "O0": [1000] } }
      - { care: [outpatient], mode: ANNUAL, ${TIERS("[100]")} }
    segments:
      - { care: [inpatient], basis: PER_SETTLEMENT, tiers: { "3": [[0, 0.65]], "2": [[0, 0.8]], "1": [[0, 0.9]], "0": [[0, 0.9]] } }
      - { care: [inpatient], basis: PER_SETTLEMENT, tiers: { "O3": [[0, 0.55]], "O2": [[0, 0.6]], "O1": [[0, 0.7]], "O0": [[0, 0.7]] } }
      - { care: [outpatient], basis: PER_SETTLEMENT, ${TIERS("[[0, 0.5]]")} }
    adjust:
      care: [inpatient, outpatient, chronic]
      classes:
        LT_RETIRE: { mode: PRESELF, first_pay_ratio: 0.05 }
        LT_RESIDE: { mode: PRESELF, first_pay_ratio: 0.05 }
        LT_WORK: { mode: PRESELF, first_pay_ratio: 0.05 }
        TMP_REFER: { mode: TIER_MAP, tier_override: O }
        TMP_EMERG: { mode: TIER_MAP, tier_override: "3" }
        TMP_OTHER: { mode: COMBO, tier_override: O, points: 0.1 }
        NONE: { mode: COMBO, tier_override: O, points: 0.6 }
        EXEMPT: { mode: POINTS, points: 0 }
    caps:
      - { care: [inpatient, outpatient], basis: ELIGIBLE, amount: 200000 }
    layers: []
    chronic:
      - { diseases: [M00500], design: AS_INPATIENT, deductible: 0 }
`;

const region = (code: string, province: string, pooling = true): Place => ({
  country: "CN",
  code,
  province,
  pooling,
  in_scheme: true,
});
const regions = [
  region("410000", "410000", false),
  region("410100", "410000"),
  region("320000", "320000", false),
  region("320100", "320000"),
  region("320200", "320000"),
];

let reader: Reader;
let connection: DuckDBConnection;
const rows = <T>(query: string) => reader.rows<T>(raw(query));
const files: ReadPolicy[] = [
  readPolicy(points, "areas/410100-310.yaml"),
  readPolicy(tiers, "provinces/320000-390.yaml"),
];
const lineOf = (text: string, what: string) => text.split("\n").findIndex((line) => line.includes(what)) + 1;

beforeAll(async () => {
  connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  reader = new Reader(connection);
  await loadTerms(connection, files, regions);
});

/** Filing → deductible standards, ratios and extra first-pay of one kind of care, person and tier. */
const paid = (policy: string, care: string, group: string, tier: string, disease = "") =>
  rows<{ filing: string; standards: string[]; ratios: string[]; first_pay: string }>(
    `select filing, standards, list_transform(bands, lambda band: band.ratio) as ratios, first_pay_ratio as first_pay from policy_term
     where policy_id like '${policy}@%' and care_group = '${care}' and person_group = '${group}' and tier = '${tier}' and disease = '${disease}'
     order by filing`,
  ).then((found) =>
    Object.fromEntries(
      found.map(({ filing, standards, ratios, first_pay }) => [
        filing,
        [standards.map(Number).join(" "), ratios.map(Number).join(" "), Number(first_pay)],
      ]),
    ),
  );

describe("terms by points", () => {
  it("take points off every band, not below nothing, and keep a factor exact", async () => {
    expect(await paid("410100-310", "inpatient", "active", "3")).toEqual({
      HOME: ["900 450", "0.85 0.15", 0],
      RETURN: ["900 450", "0.765425 0.135075", 0],
      LT_RETIRE: ["900 450", "0.85 0.15", 0],
      LT_RESIDE: ["900 450", "0.85 0.15", 0],
      LT_WORK: ["900 450", "0.85 0.15", 0],
      TMP_REFER: ["900 450", "0.765425 0.135075", 0],
      TMP_EMERG: ["900 450", "0.75 0.05", 0],
      TMP_OTHER: ["2000", "0.65 0", 0],
      NONE: ["2000", "0.6 0", 0],
      // Without a row of its own no filing needed counts as not filed.
      EXEMPT: ["2000", "0.6 0", 0],
    });
  });

  it("end where the file says that it knows no more", async () => {
    const text = points
      .replace("[900, 450]", "[900, 450, unknown]")
      .replace("[30000, 0.15]]", "[30000, 0.15], [80000, unknown]]");
    const other = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await loadTerms(other, [readPolicy(text, "areas/410100-310.yaml")], regions);
    const found = await new Reader(other).rows(
      raw(`select filing, standards, known_admissions, len(bands) as bands, known_cost, home_ratio from policy_term
        where care_group = 'inpatient' and person_group = 'active' and tier = '3' and filing in ('HOME', 'NONE') order by filing`),
    );
    other.closeSync();
    expect(found).toEqual([
      {
        filing: "HOME",
        standards: ["900.00", "450.00"],
        known_admissions: 2,
        bands: 2,
        known_cost: "80000.00",
        home_ratio: "0.85/0.15",
      },
      // Its own deductible is known for every admission.
      {
        filing: "NONE",
        standards: ["2000.00"],
        known_admissions: null,
        bands: 2,
        known_cost: "80000.00",
        home_ratio: "0.85/0.15",
      },
    ]);
  });

  it("leave care alone that the adjustment does not name", async () => {
    const outpatient = await paid("410100-310", "outpatient", "active", "0");
    expect(new Set(Object.values(outpatient).map(String))).toEqual(new Set(["900 450,0.85 0.15,0"]));
  });

  it("state bands to their ends, the ceiling of the group, and the lines of the file", async () => {
    const [row] = await rows(
      `select * exclude (term, policy_id, disease, deductible_mode) from policy_term
       where policy_id = '410100-310@2020-01-01' and care_group = 'inpatient' and person_group = 'active' and tier = '2' and filing = 'TMP_OTHER'`,
    );
    expect(row).toEqual({
      care_group: "inpatient",
      person_group: "active",
      tier: "2",
      filing: "TMP_OTHER",
      paid: true,
      merged: "both",
      standards: ["2000.00"],
      known_admissions: null,
      known_cost: null,
      segment_basis: "PER_SETTLEMENT",
      bands: [
        { low: "0.00", high: "30000.00", ratio: "0.65000000" },
        { low: "30000.00", high: "999999999999.99", ratio: "0.00000000" },
      ],
      first_pay_ratio: "0.0000",
      cap_basis: "FUND",
      cap_amount: "150000.00",
      cap_inpatient: true,
      cap_outpatient: false,
      cap_chronic: true,
      design: null,
      limit_period: null,
      limit_amount: null,
      limit_further: null,
      flaw: null,
      adjust_mode: "POINTS",
      adjust_value: "0.2000",
      home_ratio: "0.85/0.15",
      deductible_line: lineOf(points, "filing: [TMP_OTHER, NONE]"),
      segment_line: lineOf(points, "groups: [active], basis: PER_SETTLEMENT"),
      adjust_line: lineOf(points, "TMP_OTHER: {"),
      cap_line: lineOf(points, "basis: FUND"),
      chronic_line: null,
    });
    expect(
      await rows(
        "select distinct person_group, cap_basis, cap_amount from policy_term where care_group = 'outpatient' and policy_id like '41%' order by 1",
      ),
    ).toEqual([
      { person_group: "active", cap_basis: "ELIGIBLE", cap_amount: "1800.00" },
      { person_group: "retired", cap_basis: null, cap_amount: null },
    ]);
  });

  it("pay nothing in pharmacies where the account pays", async () => {
    expect(
      await rows(
        "select person_group, tier, filing, paid, flaw from policy_term where care_group = 'pharmacy' and policy_id like '41%'",
      ),
    ).toEqual([{ person_group: "", tier: "", filing: "", paid: false, flaw: null }]);
  });
});

describe("terms of chronic diseases", () => {
  it("follow the three designs", async () => {
    expect(
      await rows(
        `select disease, design, deductible_mode as mode, standards, list_transform(bands, lambda band: band.ratio) as ratios, limit_period as period,
           limit_amount as amount, limit_further as further, flaw
         from policy_term where care_group = 'chronic' and policy_id like '41%' and person_group = 'retired' and tier = '3' and filing = 'TMP_EMERG' order by disease`,
      ),
    ).toMatchObject([
      {
        disease: "M00500",
        design: "AS_INPATIENT",
        mode: "ANNUAL",
        ratios: ["0.79000000"],
        period: null,
        amount: null,
        flaw: null,
      },
      { disease: "M01600", design: "OWN_RATIO", ratios: null, flaw: "ratio" },
      {
        disease: "M03900",
        design: "OWN_RATIO",
        standards: ["300.00"],
        period: "year",
        amount: "6000.00",
        further: "3000.00",
      },
      {
        disease: "M07801",
        design: "PACKAGE",
        ratios: ["0.82000000"],
        period: "session",
        amount: "440.00",
        further: "440.00",
      },
    ]);
  });

  it("take no extra first-pay, and another tier's in-patient rows", async () => {
    expect(await paid("320000-390", "chronic", "resident_minor", "2", "M00500")).toMatchObject({
      LT_WORK: ["0", "0.8", 0],
      TMP_REFER: ["0", "0.6", 0],
      TMP_EMERG: ["0", "0.65", 0],
      TMP_OTHER: ["0", "0.5", 0],
    });
  });
});

describe("terms by another tier", () => {
  it("use the row for care outside, another tier's, and take points off it", async () => {
    const inpatient = await paid("320000-390", "inpatient", "resident_adult", "2");
    expect(inpatient).toEqual({
      HOME: ["500", "0.8", 0],
      LT_RETIRE: ["500", "0.8", 0.05],
      LT_RESIDE: ["500", "0.8", 0.05],
      LT_WORK: ["500", "0.8", 0.05],
      TMP_REFER: ["2500", "0.6", 0],
      TMP_EMERG: ["1000", "0.65", 0],
      TMP_OTHER: ["2500", "0.5", 0],
      NONE: ["2500", "0", 0],
      EXEMPT: ["500", "0.8", 0],
    });
  });

  it("fall back to the own tier where care has no such row, and pay pharmacies as out-patients", async () => {
    const outpatient = await paid("320000-390", "outpatient", "resident_senior", "1");
    expect(outpatient).toMatchObject({
      LT_WORK: ["100", "0.5", 0],
      TMP_REFER: ["100", "0.5", 0],
      TMP_OTHER: ["100", "0.4", 0],
    });
    expect(await paid("320000-390", "pharmacy", "resident_senior", "1")).toEqual(outpatient);
  });
});

describe("layers", () => {
  it("stand for the aid class they name before the general one", async () => {
    const layers = await rows<{ aid_class: string; civil: { line: number } | null; aid: { line: number } | null }>(
      "select aid_class, large, civil, aid from policy_layer where policy_id like '41%' order by aid_class",
    );
    const civil = lineOf(points, "includes: [over_cap, first_pay]");
    const nearPoor = lineOf(points, "persons: [near_poor]");
    expect(layers.map(({ aid_class, civil, aid }) => [aid_class, civil?.line, aid?.line])).toEqual([
      ["", civil, undefined],
      ["extreme_poverty", civil, undefined],
      ["low_income", civil, lineOf(points, "persons: [low_income]")],
      ["near_poor", nearPoor, undefined],
    ]);
    expect(layers[2]).toMatchObject({
      large: { basis: "OVER_CAP", inpatient: true, outpatient: false, chronic: true, cap: "400000.00" },
      civil: { deductible: false, over_cap: true, first_pay: true, cap: null },
      aid: {
        basis: "OWN_SHARE_YEAR",
        deductible: true,
        inpatient: false,
        outpatient: true,
        bands: [
          { low: "3000.00", high: "5000.00", ratio: "0.60000000" },
          { low: "5000.00", high: "999999999999.99", ratio: "0.70000000" },
        ],
      },
    });
  });
});

describe("places", () => {
  it("are the areas of the province without a file of their own for the scheme", async () => {
    expect(await rows("select area, scheme, policy_id from policy_place order by all")).toEqual([
      { area: "320100", scheme: "390", policy_id: "320000-390@2020-01-01" },
      { area: "320200", scheme: "390", policy_id: "320000-390@2020-01-01" },
      { area: "410100", scheme: "310", policy_id: "410100-310@2020-01-01" },
    ]);
    const own = readPolicy(tiers.replace('province: "320000"', 'area: "320200"'), "areas/320200-390.yaml");
    await loadTerms(connection, [...files, own], regions);
    expect(await rows("select area, policy_id from policy_place where scheme = '390' order by all")).toEqual([
      { area: "320100", policy_id: "320000-390@2020-01-01" },
      { area: "320200", policy_id: "320200-390@2020-01-01" },
    ]);
    const { terms } = await reader.one<{ terms: number }>(
      raw(
        "select count(*) filter (policy_id like '320200%') = count(*) filter (policy_id like '320000%') and count(distinct term) = count(*) as terms from policy_term",
      ),
    );
    expect(terms).toBe(true);
  });

  it("know a version by what it says", async () => {
    expect(await rows("select * exclude content_hash from policy_version where policy_id like '32%' limit 1")).toEqual([
      {
        policy_id: "320000-390@2020-01-01",
        file: "provinces/320000-390.yaml",
        scheme: "390",
        valid_from: "2020-01-01",
        valid_to: null,
        source: "test",
        confidence: "illustrative",
        benefit_year: "01-01",
        cross_year_stay: "by_discharge",
        catalogue_direct: "care",
        catalogue_manual: "insured",
        returning_home: "full",
        emergency: "as_unfiled",
        pharmacy: "outpatient_fund",
        title: "试",
        title_en: "test",
        line: lineOf(tiers, "valid_from"),
      },
    ]);
    const hashes = await rows<{ same: boolean }>("select count(distinct content_hash) = 2 as same from policy_version");
    expect(hashes[0]!.same).toBe(true);
  });
});
