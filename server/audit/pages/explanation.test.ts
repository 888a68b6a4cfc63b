import { expect, test } from "vitest";
import { readRule } from "../rule/rule-file.ts";
import { ruleSources } from "../rule/rule-sources.ts";
import { productOf } from "./held-values.ts";
import { limitsOf } from "./limits.ts";
import { reasonLabel } from "./rule-answer.ts";
import { rounded, written } from "./written.ts";

const names = {
  institutions: new Map([["H1", "京一医院"]]),
  regions: new Map([["410100", { zh: "河南郑州市", en: "Henan, Zhengzhou" }]]),
};
const zh = (value: string | null, kind: Parameters<typeof written>[1]["kind"], codes: string | null = null) =>
  written(value, { kind, codes }, names).zh;

test.each([
  ["money", "1234567.5", "1,234,567.50"],
  ["money", "-20.005", "−20.01"],
  ["number", "1.5000000000", "1.5"],
  ["number", "282", "282"],
  ["number", "0.00001", "0"],
  ["ratio", "0.0100", "1%"],
  ["ratio", "0.58139", "58.139%"],
  ["date", "2021-03-01 00:00:00", "2021-03-01"],
  ["time", "2021-03-01T10:05:30", "2021-03-01 10:05"],
  ["institution", "H1", "京一医院"],
  ["institution", "H2", "H2"],
  ["region", "410100", "河南郑州市"],
  ["key", "0b9c4f1e-1111-2222-3333-444455556666", "0b9c4f1e…"],
  ["text", "XC08CAA01", "XC08CAA01"],
  ["text", "0012", "0012"],
  ["money", null, "—"],
] as const)("%s %s is written %s", (kind, value, text) => {
  expect(zh(value, kind)).toBe(text);
});

test("codes are written by their names, unknown ones as they are", () => {
  expect(zh("TMP_REFER", "code", "filing_class")).toBe("异地转诊");
  expect(zh("inpatient", "code", "care_group")).toBe("住院");
  expect(zh("X9", "code", "filing_class")).toBe("X9");
  expect(zh("day", "code", "knowledge.item_duplicate_charge.span")).toBe("单日");
});

test("numbers are exact, whatever their length", () => {
  expect(rounded("9007199254740993.005", 2)).toBe("9007199254740993.01");
  expect(rounded("-0.004", 2)).toBe("0.00");
  expect(productOf(["120", "1.1"])).toBe("132");
  expect(productOf(["-0.5", "0.25"])).toBe("-0.125");
});

const limits = async (id: string) => {
  const source = ruleSources().find(({ file }) => file.endsWith(`/${id}.yaml`))!;
  return Object.fromEntries(await limitsOf(readRule(source.text, source.file)));
};

test("limits are read from what a rule compares: parameters, products, numbers of shapes; not two dates", async () => {
  expect(await limits("XR-01")).toEqual({ nights: { operator: ">=", against: { shown: ["$overlap"] } } });
  expect(await limits("XR-07")).toEqual({ reached: { operator: ">", against: { shown: ["limit"] } } });
  expect(await limits("XR-24")).toEqual({
    reached: { operator: ">", against: { shown: ["house.licensed_beds", "$factor"] } },
  });
  expect(await limits("RS-RATIO")).toMatchObject({
    fund_difference: { operator: ">=", against: { parameter: "amount" } },
  });
  expect(await limits("XR-06")).toMatchObject({
    shared: { operator: ">=", against: { shown: ["$times"] } },
    different: { operator: ">=", against: { shown: ["$institutions"] } },
  });
});

test("a reason that names a column of no relation keeps its name", () => {
  expect(reasonLabel("person", new Map()).zh).toBe("无法确认是哪位参保人");
  expect(reasonLabel("nowhere.column", new Map()).zh).toBe("nowhere.column");
});
