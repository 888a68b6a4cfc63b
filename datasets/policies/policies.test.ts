import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { regionSeed } from "../../server/facts/regions.ts";
import { excesses, national } from "./bounds.ts";
import { derivePolicies } from "./derive.ts";
import { holds, loadPolicies, policyAt } from "./policies.ts";
import { parsePolicy } from "./policy-file.ts";

const policies = loadPolicies();
const versions = policies.files.flatMap((policy) => policy.versions.map((version) => ({ policy, version })));
const areas = regionSeed().filter((row) => row.country === "CN" && row.pooling && row.in_scheme);

describe("the illustrative policies", () => {
  it("give every pooling area exactly one version per scheme and day from 2020 to 2025", () => {
    const days = [
      ...new Set(versions.flatMap(({ version }) => [version.valid_from, version.valid_to ?? "2025-12-31"])),
    ];
    const wrong = areas.flatMap(({ code, province }) =>
      (["310", "390"] as const).flatMap((scheme) => {
        const { policy } = policyAt(policies, code, province!, scheme, "2020-01-01") ?? {};
        return ["2020-01-01", ...days, "2025-12-31"]
          .filter((day) => policy?.versions.filter((version) => holds(version, day)).length !== 1)
          .map((day) => `${code} ${scheme} ${day}`);
      }),
    );
    expect(areas.length).toBeGreaterThan(350);
    expect(wrong).toEqual([]);
  });

  it("are those derived, beside the files of single areas", () => {
    const derived = derivePolicies();
    const files = policies.files.filter(({ province }) => province !== undefined).map(({ file }) => file);
    expect(files).toEqual([...derived.keys()].map((name) => `provinces/${name}`).sort());
    for (const [name, text] of derived) {
      expect(readFileSync(new URL(`provinces/${name}`, import.meta.url), "utf8"), name).toBe(text);
    }
    expect(versions.every(({ version }) => version.confidence === "illustrative")).toBe(true);
  });

  it("keep the national bounds, but where a file says that it does not", () => {
    const beyond = versions.filter(({ version }) => excesses(version).length > 0);
    expect(beyond.map(({ policy }) => policy.file)).toEqual(["areas/460100-390.yaml"]);
    const declared = versions.filter(({ version }) => version.adjust.beyond_bounds !== undefined);
    expect(declared.map(({ policy }) => policy.file)).toEqual(["areas/460100-390.yaml"]);
    expect(excesses(beyond[0]!.version).map(({ filing }) => filing)).toContain("TMP_OTHER");
  });

  it("differ, and use every mode, layer and design", () => {
    const seen = (values: (string | undefined)[]) => [...new Set(values)].sort();
    const all = versions.map(({ version }) => version);
    expect(seen(all.flatMap(({ adjust }) => Object.values(adjust.classes).map(({ mode }) => mode)))).toEqual([
      "COMBO",
      "FACTOR",
      "POINTS",
      "PRESELF",
      "TIER_MAP",
    ]);
    expect(seen(all.flatMap(({ deductibles }) => deductibles.map(({ mode }) => mode)))).toEqual([
      "ANNUAL",
      "ANNUAL_TOPUP",
      "PER_HOSP_YEAR",
      "PER_VISIT",
    ]);
    expect(seen(all.flatMap(({ caps }) => caps.map(({ basis }) => basis)))).toEqual(["ELIGIBLE", "FUND"]);
    expect(seen(all.flatMap(({ layers }) => layers.map(({ layer }) => layer)))).toHaveLength(4);
    expect(seen(all.flatMap(({ chronic }) => chronic.map(({ design }) => design)))).toHaveLength(3);
    expect(seen(all.map(({ returning_home }) => returning_home))).toEqual(["as_referred", "full"]);
    const firstTiers = policies.files.map(({ versions }) =>
      JSON.stringify([versions[0]!.deductibles, versions[0]!.segments]),
    );
    expect(new Set(firstTiers).size).toBe(policies.files.length);
    expect(policies.files.filter(({ versions }) => versions.length > 1).length).toBeGreaterThan(20);
  });

  it("cover every chronic disease of the national list, which grows from five to ten", () => {
    expect(national.chronic_list.versions.map(({ valid_from, diseases }) => [valid_from, diseases.length])).toEqual([
      ["2021-09-01", 5],
      ["2024-12-01", 10],
    ]);
    const codes = Object.keys(national.diseases).sort();
    expect(national.chronic_list.versions[1]!.diseases.toSorted()).toEqual(codes);
    for (const { policy, version } of versions) {
      expect(version.chronic.flatMap(({ diseases }) => diseases).sort(), policy.file).toEqual(codes);
    }
  });

  it("name the no-filing regions of their provinces", () => {
    const { groups } = parse(readFileSync(new URL("../regions/no_filing.yaml", import.meta.url), "utf8")) as {
      groups: { id: string; provinces: string[] }[];
    };
    for (const { policy, version } of versions) {
      const province = policy.province ?? areas.find(({ code }) => code === policy.area)!.province!;
      const of = groups.filter(({ provinces }) => provinces.includes(province)).map(({ id }) => id);
      expect(version.no_filing ?? [], policy.file).toEqual(of);
    }
  });

  it("hold the published parameters of the areas that have a file", () => {
    const inForce = (area: string, province: string, scheme: "310" | "390", day: string) =>
      policyAt(policies, area, province, scheme, day)!.version;
    const beijing = inForce("110000", "110000", "310", "2022-01-01");
    expect(beijing.deductibles[0]!.tiers["3"]).toEqual(["1300", "650"]);
    expect(beijing.segments[0]!.tiers["3"]).toEqual([
      ["0", "0.85"],
      ["30000", "0.9"],
      ["40000", "0.95"],
      ["100000", "0.85"],
    ]);
    // Domain note §2.14, E1 and E4.
    const zhengzhou = inForce("410100", "410000", "310", "2024-01-01");
    expect(zhengzhou.deductibles[0]!.tiers["3"]).toEqual(["900"]);
    expect(zhengzhou.segments.find(({ groups }) => groups?.includes("retired"))!.tiers["3"]).toEqual([["0", "0.89"]]);
    expect(zhengzhou.adjust.classes.TMP_OTHER).toEqual({ mode: "POINTS", points: "0.2" });
    const residents = inForce("410100", "410000", "390", "2024-01-01");
    expect(residents.layers[0]!.bands).toEqual([
      ["11000", "0.6"],
      ["50000", "0.65"],
      ["100000", "0.75"],
    ]);
    expect(inForce("310000", "310000", "310", "2024-12-31").caps[0]!.amount).toBe("630000");
    expect(inForce("310000", "310000", "310", "2025-01-01").caps[0]!.amount).toBe("650000");
    expect(inForce("369900", "360000", "310", "2024-01-01").adjust.classes.TMP_OTHER).toEqual({
      mode: "PRESELF",
      first_pay_ratio: "0.2",
    });
    expect(inForce("360200", "360000", "310", "2024-01-01")).toBe(inForce("361100", "360000", "310", "2024-01-01"));
  });
});

describe("a wrong file", () => {
  const text = readFileSync(new URL("areas/410100-390.yaml", import.meta.url), "utf8");
  const read = (from: string | RegExp, to: string) => () => {
    const changed = text.replace(from, to);
    expect(changed).not.toBe(text);
    return parsePolicy(changed, "410100-390.yaml");
  };

  it("is named with file, line, key, expected and got", () => {
    const line = text.split("\n").findIndex((row) => row.includes("cap: 400000")) + 1;
    expect(read("cap: 400000", "cap: 400,000")).toThrow(/^410100-390\.yaml line \d+, /);
    expect(read("cap: 400000", "cap: lots")).toThrow(
      new RegExp(
        `^410100-390\\.yaml line ${line}, versions 0 layers 0 cap: expected .*pattern.*, got "lots"; mend the policy$`,
      ),
    );
  });

  it.each([
    ["a key nobody knows", "emergency:", "emergancy:", /versions 0/],
    ["a ratio above one", "mode: POINTS, points: 0.2", "mode: POINTS, points: 2", /adjust classes/],
    [
      "a tier without a deductible",
      '"3": [2000], ',
      "",
      /deductibles: expected one row for inpatient, resident_adult, tier 3, got 0/,
    ],
    [
      "bands that leave the first yuan out",
      '"3": [[0, 0.65]]',
      '"3": [[1, 0.65]]',
      /segments 0 tiers 3: expected bands from 0 yuan, got 1/,
    ],
    [
      "bands that fall",
      "[50000, 0.65], [100000",
      "[50000, 0.65], [40000",
      /layers 0 bands 2: expected more than 50000 yuan, got 40000/,
    ],
    ["a filing class left out", /\n {8}TMP_EMERG.*/, "", /every filing class, got none for TMP_EMERG/],
    ["a disease in two designs", "[M00500, M08300]", "[M00500, M03900]", /one row for a disease, got two for M03900/],
    ["another area's code", 'area: "410100"', 'area: "410200"', /the file's name 410100-390\.yaml, got 410200-390/],
    [
      "a gap between versions",
      "  - valid_from: 2020-01-01",
      "  - valid_from: 2021-01-01\n    valid_to: 2020-12-31",
      /valid_to: expected a day from 2021-01-01 on/,
    ],
    [
      "a ratio unknown from the first yuan on",
      '"3": [[0, 0.65]]',
      '"3": [[0, unknown]]',
      /segments 0 tiers 3 0: expected unknown in the last place/,
    ],
    [
      "a deductible unknown in between",
      '"3": [2000]',
      '"3": [2000, unknown, 0]',
      /deductibles 0 tiers 3 1: expected unknown in the last place/,
    ],
    [
      "later admissions unknown of a deductible that has none",
      /mode: PER_VISIT(.*?)"3": \[2000\]/,
      'mode: ANNUAL$1"3": [2000, unknown]',
      /deductibles 0 tiers 3: expected amounts per visit/,
    ],
    ["no YAML", "versions:", "versions: [", /line \d+, text: expected YAML/],
  ])("%s", (_, from, to, message) => {
    expect(read(from, to)).toThrow(message);
  });

  it("leaves no gap between versions", () => {
    const beijing = readFileSync(new URL("areas/110000-310.yaml", import.meta.url), "utf8");
    expect(() =>
      parsePolicy(beijing.replace("valid_to: 2022-12-31", "valid_to: 2022-12-30"), "110000-310.yaml"),
    ).toThrow(/versions 0 valid_to: expected 2022-12-31, the day before the next version, got 2022-12-30/);
  });
});
