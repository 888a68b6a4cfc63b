import { describe, expect, test } from "vitest";
import { loadDictionary, makeDictionary, parseCodes, parseTable, parseType } from "./dictionary.ts";

const dictionary = loadDictionary();
const tables = [...dictionary.tables.values()];

const minimal = `table: t
title: { zh: 表, en: Table }
kind: business
grain: one row
key: [a]
columns:
  a: { type: text(3), zh: 甲, en: A, core: a_no, required: true }
`;

describe("the dictionary", () => {
  test("describes every table of the plan", () => {
    const planned =
      `region institution network_service person identity person_link enrolment insured_count filing attempt
      entitlement encounter settlement fund_share fee_line trace_code diagnosis operation accumulator clearing investigation
      policy_version policy_place policy_term policy_layer catalogue_item catalogue_charge completeness knowledge_point watched_item batch reject resettlement audit_run audit_run_rule finding verdict case
      correction transfer answer recovery account`.split(/\s+/);
    expect(planned.filter((name) => !dictionary.tables.has(name))).toEqual([]);
  });

  test("labels everything in both languages, Chinese in Chinese", () => {
    const labels = tables.flatMap((table) => [
      [table.name, table.title] as const,
      ...[...table.columns.values()].map((column) => [`${table.name}.${column.name}`, column.label] as const),
    ]);
    for (const { name, title, values } of dictionary.codes.values()) {
      labels.push([name, title], ...[...values.values()].map(({ code, label }) => [`${name} ${code}`, label] as const));
    }
    const wrong = labels.filter(([, { zh, en }]) => !/[\u4e00-\u9fff]|SHA-256/.test(zh) || /[\u4e00-\u9fff]/.test(en));
    expect(wrong).toEqual([]);
  });

  test("finds a table by its dictionary and official names in any case", () => {
    for (const name of ["settlement", "setl_d", "SETL_D", "setlinfo", " setl_d "]) {
      expect(dictionary.byOfficial(name)?.name).toBe("settlement");
    }
    expect(dictionary.byOfficial("out_appy_d")?.name).toBe("filing");
    expect(dictionary.byOfficial("nothing")).toBeNull();
    expect(() => dictionary.table("nothing")).toThrow(/expected one of .*settlement/);
  });

  test("keeps personal data apart", () => {
    const columns = tables.filter(({ kind }) => kind !== "system").flatMap((table) => [...table.columns.values()]);
    for (const column of columns) {
      const official = [...column.core, ...column.interface];
      if (official.includes("certno") || official.includes("tel")) expect(column.storage).toBe("pseudonym");
      if (official.includes("psn_name") || official.includes("addr")) expect(column.storage).toBe("none");
    }
    expect(columns.filter(({ storage }) => storage === "pseudonym").length).toBeGreaterThan(5);
  });

  test("holds the codes whose zeros matter", () => {
    expect([...dictionary.codeTable("hilist_lv").values.keys()]).toEqual(["01", "02", "03"]);
    expect(dictionary.codeTable("med_type").values.get("14")?.group).toBe("chronic");
    expect(dictionary.codeTable("hosp_lv").values.get("05")?.tier).toBe("2");
    expect(dictionary.codeTable("rloc_rea").values.get("06")?.class).toBe("TMP_REFER");
    const classes = dictionary.codeTable("filing_class").values;
    const mapped = [...dictionary.codeTable("rloc_rea").values.values()].map((code) => code.class ?? "");
    expect(mapped.filter((name) => !classes.has(name))).toEqual([]);
  });
});

describe("a wrong file is refused with its name and column", () => {
  test.each([
    ["unknown type", "text(3)", "words", /t\.yaml, column a: expected a type such as text\(30\) or money, got words/],
    ["unknown field", "zh: 甲", "zh: 甲, colour: red", /t\.yaml, columns a colour: expected no such field/],
    ["missing label", "zh: 甲, ", "", /t\.yaml, columns a: expected must have required properties zh/],
    ["other file name", "table: t", "table: other", /expected the file's name t\.yaml, got other/],
  ])("%s", (_, from, to, message) => {
    expect(() => parseTable(minimal.replace(from, to), "t.yaml")).toThrow(message);
  });

  test.each([
    ["a key without a column", "key: [a]", "key: [b]", /t\.yaml, key: expected a column, got b/],
    ["a key that may be empty", ", required: true", "", /t\.yaml, a: expected required: true on a key column/],
    ["a missing code table", "zh: 甲", "zh: 甲, codes: nope", /t\.yaml, a: expected a file in codes\/, got nope/],
    ["newer_by without a column", "key: [a]", "key: [a]\nnewer_by: z", /t\.yaml, newer_by: expected a column, got z/],
    [
      "money without a unit",
      "columns:",
      "columns:\n  m: { type: money, zh: 钱, en: M }",
      /t\.yaml, m: expected a unit/,
    ],
    [
      "a name used twice",
      "columns:",
      "columns:\n  b: { type: date, zh: 乙, en: B, core: a_no }",
      /core name of one column/,
    ],
    ["our name taken", "columns:", "columns:\n  a_no: { type: date, zh: 乙, en: B }", /core name of one column/],
    [
      "the store's own column",
      "columns:",
      "columns:\n  batch_to: { type: date, zh: 乙, en: B }",
      /no column of the store/,
    ],
  ])("%s", (_, from, to, message) => {
    const table = parseTable(minimal.replace(from, to), "t.yaml");
    expect(() => makeDictionary([table], [])).toThrow(message);
  });

  test("two tables with one official name", () => {
    const other = (name: string) => minimal.replace("table: t", `table: ${name}\nofficial: { core: x_d }`);
    const both = ["t", "u"].map((name) => parseTable(other(name), `${name}.yaml`));
    expect(() => makeDictionary(both, [])).toThrow(/u\.yaml, official x_d: .*also t/);
  });

  test("a code table with a stray field", () => {
    const text =
      "codes: c\ntitle: { zh: 码, en: C }\nsource: x\nconfidence: certain\nvalues: { 01: { zh: 甲, en: A } }";
    expect(() => parseCodes(text, "c.yaml")).toThrow(/c\.yaml, confidence/);
    expect([...parseCodes(text.replace("certain", "ours"), "c.yaml").values.keys()]).toEqual(["01"]);
  });
});

test.each([
  ["text(30)", { kind: "text", sql: "VARCHAR", length: 30 }],
  ["money", { kind: "money", sql: "DECIMAL(16,2)", precision: 16, scale: 2 }],
  ["number(4, 1)", { kind: "number", sql: "DECIMAL(4,1)", precision: 4, scale: 1 }],
  ["integer", { kind: "integer", sql: "BIGINT" }],
  ["text", null],
  ["money(3)", null],
  ["number(2,3)", null],
  ["constructor", null],
])("type %s", (text, type) => {
  expect(parseType(text)).toEqual(type);
});
