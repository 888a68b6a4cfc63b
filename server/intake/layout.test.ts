import { existsSync, readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, test } from "vitest";
import { loadDictionary } from "../store/dictionary.ts";
import { Reader } from "../store/reader.ts";
import { sql } from "../store/sql.ts";
import { loadLayouts, parseLayout, resolveLayout } from "./layout.ts";
import { checkQuery } from "./layout-check.ts";
import { layoutPage } from "./layout-page.ts";

const dictionary = loadDictionary();
const layouts = loadLayouts();
const layout = (name: string) => layouts.find((each) => each.name === name)!;
const resolve = (source: string, header: string[], rest: { layout?: string; table?: string } = {}) =>
  resolveLayout(layouts, dictionary, { source, header, ...rest });

const shared = new URL("../../../shared/data/", import.meta.url);
const sharedFile = (name: string) => {
  const url = new URL(name, shared);
  if (existsSync(url)) return readFileSync(url, "utf8");
  console.warn(`skipped: ../shared/data/${name} is absent`);
  return null;
};
const headerOf = (text: string) => text.slice(0, text.indexOf("\n")).trim().split(",");

const extract = sharedFile("nhsa-two-libraries/SCHEMA_nhsa_extract_tables.csv");
const claims = sharedFile("datasus-aih/aih_rs_2019_10000.csv");
const towns = sharedFile("datasus-aih/municipalities.csv");

describe.skipIf(extract === null)("the 342 columns of the national extract", () => {
  const tables = new Map<string, string[]>();
  for (const line of extract?.trim().split("\n").slice(1) ?? []) {
    const [table = "", column = ""] = line.trim().split(",");
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }

  test("are 342", () => {
    expect([...tables.values()].flat()).toHaveLength(342);
  });

  test.each([...tables])("%s: each is mapped, or ignored with a reason", (table, header) => {
    const [mapping] = resolve(`${table}.csv`, header);
    expect(mapping?.layout.name).toBe("nhsa-core");
    expect(mapping?.unknown).toEqual([]);
    const mapped = mapping!.columns.filter(({ from }) => from !== null).length;
    const ignored = header.filter((name) => mapping?.entry.ignored.get(name)?.zh).length;
    expect(mapped + ignored).toBe(header.length);
  });
});

describe.skipIf(claims === null || towns === null)("the Brazilian claims", () => {
  test("map their whole header to settlements, whatever the file is called", () => {
    for (const source of ["aih_rs_2019_10000.csv", "upload"]) {
      const mappings = resolve(source, headerOf(claims!));
      expect(mappings.map(({ table, unknown }) => [table.name, unknown])).toEqual([["settlement", []]]);
      const column = (name: string) => mappings[0]?.columns.find(({ target }) => target.name === name);
      expect(column("sex")).toMatchObject({ from: "SEXO", codes: { 1: "1", 3: "2" } });
      expect(column("settled_at")).toMatchObject({ from: "DT_SAIDA", formats: ["%Y%m%d"] });
      expect(column("care_type")).toMatchObject({ from: null, value: "21" });
    }
    const [region] = resolve("municipalities.csv", headerOf(towns!));
    expect([region?.table.name, region?.unknown]).toEqual(["region", []]);
  });

  test("carry identities of their own: 62 stays and 82 totals contradict themselves", async () => {
    const connection = await (await DuckDBInstance.create(":memory:")).connect();
    const reader = new Reader(connection);
    const file = new URL("datasus-aih/aih_rs_2019_10000.csv", shared).pathname;
    await connection.run(`create table source as from read_csv('${file}', all_varchar = true)`);
    const header = headerOf(claims!);
    const [mapping] = resolve("aih.csv", header);
    const counts: unknown[] = [];
    for (const check of mapping!.entry.checks) {
      const query = checkQuery(check, mapping!, header, sql`source`)!;
      const [row] = await reader.rows(
        sql`select sum(checked)::int as checked, sum(failed)::int as failed, sum(not_supplied)::int as lacking, count(*) as institutions from (${query})`,
      );
      counts.push([check.id, row]);
    }
    expect(counts).toEqual([
      ["stated-days", { checked: 10_000, failed: 62, lacking: 0, institutions: 263 }],
      ["parts-of-total", { checked: 10_000, failed: 82, lacking: 0, institutions: 263 }],
    ]);
    expect(checkQuery(mapping!.entry.checks[0]!, mapping!, ["DIAS_PERM"], sql`source`)).toBeNull();
  });
});

describe("resolveLayout", () => {
  const core = ["setl_id", "mdtrt_id", "insu_admdvs", "fixmedins_code", "setl_time", "med_type"];
  core.push("medfee_sumamt", "fund_pay_sumamt");
  const exchanged = core.map((name) => (name === "insu_admdvs" ? "insuplc_admdvs" : name));

  test("tells the two official layers by their names", () => {
    expect(resolve("x.csv", core)[0]?.layout.name).toBe("nhsa-core");
    const [mapping] = resolve("x.csv", exchanged);
    expect(mapping?.layout.name).toBe("nhsa-interface");
    expect(mapping?.columns.find(({ target }) => target.name === "settlement_type")).toMatchObject({ value: "2" });
  });

  test("reads headers in any case and with blanks, and keeps their spelling", () => {
    const [mapping] = resolve(
      "SETL_D_2024.csv.gz",
      core.map((name) => ` ${name.toUpperCase()} `),
    );
    expect(mapping?.columns[0]).toMatchObject({ from: " SETL_ID ", target: { name: "settlement_id" } });
    expect(mapping?.unknown).toEqual([]);
  });

  test("reports names it does not know and columns that are not brought", () => {
    const [mapping] = resolve("setl_d.csv", [...core, "colour"]);
    expect(mapping?.unknown).toEqual(["colour"]);
    expect(mapping?.missing.map(({ name }) => name)).toContain("person_no");
    expect(mapping?.requiredMissing).toEqual([]);
  });

  test.each(["settlement", "setl_d", "SETLINFO"])("takes the table by the name %s", (table) => {
    expect(resolve("stream", core, { table })[0]?.table.name).toBe("settlement");
  });

  test("says which column lacks, under the name the source would use", () => {
    expect(() => resolve("setl_d.csv", core.slice(1))).toThrow(
      /layout nhsa-core, table settlement: .*setl_id \(结算ID\)/,
    );
  });

  test("says what it knows where nothing fits", () => {
    expect(() => resolve("x.csv", ["foo", "bar"])).toThrow(
      /x\.csv: no layout fits the header; expected one of datasus-aih, nhsa-core, nhsa-interface, got foo,bar/,
    );
    expect(() => resolve("x.csv", core, { layout: "nope" })).toThrow(/got the name nope/);
    expect(() => resolve("x.csv", core, { table: "nope" })).toThrow(/has no table nope; expected one of .*setl_d/);
    expect(() => resolve("x.csv", core, { layout: "nhsa-core", table: "finding" })).toThrow(/has no table finding/);
  });

  test("sends one file to several tables, each found again alone", () => {
    const text = `layout: two
title: { zh: 二, en: Two }
about: { zh: 二, en: Two }
reasons: { none: { zh: 无用, en: of no use } }
tables:
  - { source: [visits], table: encounter, columns: { insured_area: { from: area }, institution_code: { from: place }, encounter_id: { from: id } } }
  - { source: [visits], table: institution, columns: { institution_code: { from: place } }, ignored: { junk: none } }`;
    const two = [parseLayout(text, "two.yaml")];
    const header = ["id", "area", "place", "junk", "other"];
    const both = resolveLayout(two, dictionary, { source: "visits.csv", header });
    expect(both.map(({ table, unknown }) => [table.name, unknown])).toEqual([
      ["encounter", ["other"]],
      ["institution", ["other"]],
    ]);
    const one = resolveLayout(two, dictionary, { layout: "two", table: "institution", source: "visits.csv", header });
    expect(one.map(({ table }) => table.name)).toEqual(["institution"]);
  });
});

describe("parseLayout", () => {
  const text = layout("datasus-aih").text;
  test.each([
    [
      "a column that is not there",
      "person_no:",
      "person_number:",
      /table settlement: expected a column of the dictionary, got person_number/,
    ],
    [
      "a reason that is not there",
      "VAL_SH: composition",
      "VAL_SH: because",
      /VAL_SH: expected a key of reasons, got because/,
    ],
    [
      "a name mapped and ignored",
      "VAL_SH: composition",
      "VAL_TOT: composition",
      /val_tot: expected an ignored name, got it mapped/,
    ],
    ["a check over a stray column", "DIAS_PERM: integer", "DIAS: integer", /check stated-days: .*got DIAS/],
    [
      "a check with a stray type",
      "DIAS_PERM: integer",
      "DIAS_PERM: days",
      /check stated-days DIAS_PERM: expected a column type/,
    ],
    [
      "a table that cannot be loaded",
      "table: region",
      "table: batch",
      /expected a table of the dictionary that can be loaded/,
    ],
    ["torn YAML", "tables:", "tables: [", /text: expected YAML/],
    ["another name", "layout: datasus-aih", "layout: other", /expected the file's name/],
  ])("refuses %s", (_, from, to, message) => {
    expect(() => parseLayout(text.replace(from, to), "datasus-aih.yaml")).toThrow(message);
  });

  test("reads a stored copy to the same layout", () => {
    expect(parseLayout(text, "datasus-aih.yaml")).toEqual(layout("datasus-aih"));
  });
});

test("a page says what a layout lacks and which figures that disables", () => {
  const figures = [
    {
      id: "fund_ratio",
      label: { zh: "基金支付比例", en: "Fund ratio" },
      needs: ["total_cost", "settlement.fund_total"],
    },
    {
      id: "direct_rate",
      label: { zh: "直接结算率", en: "Direct rate" },
      needs: ["attempt", "settlement.manual_reason"],
    },
  ];
  const page = layoutPage(layout("nhsa-interface"), dictionary, figures);
  const settlement = page.tables.find(({ table }) => table === "settlement");
  expect(settlement?.missing.map(({ column }) => column)).toContain("invoice_no");
  expect(page.lacks.map(({ table }) => table)).toContain("filing");
  expect(page.disables).toEqual([
    {
      figure: "direct_rate",
      label: { zh: "直接结算率", en: "Direct rate" },
      because: {
        zh: "未提供未成功的直接结算、零星（手工）报销原因",
        en: expect.stringMatching(/^Not supplied: Failed/),
      },
      needs: ["attempt", "settlement.manual_reason"],
    },
  ]);
});

test.each([
  ["VAL_SH + VAL_SP = VAL_TOT; drop table settlement", ";"],
  ["(select count(*) from settlement) = VAL_TOT", "select"],
  ["VAL_TOT = read_text('/etc/passwd')", "read_text"],
  ["VAL_TOT = 1 -- VAL_SH", "a comment"],
])("a layout's check holds arithmetic only: %s", (expression, stranger) => {
  const text = layout("datasus-aih").text.replace("VAL_SH + VAL_SP = VAL_TOT", expression);
  expect(() => parseLayout(text, "datasus-aih.yaml")).toThrow(expect.objectContaining({ code: "layout.invalid" }));
  expect(() => parseLayout(text, "datasus-aih.yaml")).toThrow(stranger);
});
