import { expect, test } from "vitest";
import { columnTypesOf } from "./class-table.ts";
import { knowledgeClasses, readClass } from "./knowledge-class.ts";

const file = (body: string) => `class: drug_dose\ntitle: { zh: 甲, en: a }\nofficial: [GZ10000301005000]\n${body}`;
const columns = "columns:\n  days: { type: number, min: 1, zh: 甲, en: a }\n";
const read = (body: string) => readClass(file(body), "drug_dose.yaml");

test("a class says its key, its columns and their types", () => {
  const dose = read(
    "key: [generic_code, route]\nconfidence: illustrative\nwatched: true\ncolumns:\n" +
      "  route: { type: text, values: { oral: { zh: 口服, en: by mouth } }, zh: 途径, en: Route }\n" +
      "  most: { type: number, decimals: 3, zh: 量, en: Dose }\n  cost: { type: number, unit: yuan, zh: 元, en: Cost }\n" +
      "  diseases: { type: list, gathers: true, optional: true, zh: 病, en: Diseases }\n",
  );
  expect(dose).toMatchObject({ name: "drug_dose", key: ["generic_code", "route"], watched: true });
  expect(Object.fromEntries(columnTypesOf(dose))).toEqual({
    generic_code: "VARCHAR",
    route: "VARCHAR",
    most: "DECIMAL(18, 3)",
    cost: "DECIMAL(18, 2)",
    diseases: "VARCHAR[]",
    item_name: "VARCHAR",
    basis: "VARCHAR",
    batch: "VARCHAR",
    published_on: "DATE",
  });
});

test.each([
  ["another name than its file's", "key: [item_code]\nconfidence: official\n", "drug_age.yaml", "class"],
  ["a key that is no column", "key: [doctor]\nconfidence: official\n", "drug_dose.yaml", "key"],
  ["a key it does not know", "key: [item_code]\nconfidence: certain\n", "drug_dose.yaml", "confidence"],
  ["broken YAML", "key: [item_code\n", "drug_dose.yaml", "text"],
])("%s is refused", (_, body, name, where) => {
  expect(() => readClass(file(body + columns), name)).toThrow(
    expect.objectContaining({ code: "knowledge.class_invalid", details: expect.objectContaining({ where }) }),
  );
});

test.each([
  ["a column every class has", "batch: { type: text, zh: 甲, en: a }"],
  ["codes without type code", "sex: { type: text, codes: gend, zh: 甲, en: a }"],
  ["a code table that is not there", "sex: { type: code, codes: genders, zh: 甲, en: a }"],
  ["bounds of a text", "route: { type: text, min: 1, zh: 甲, en: a }"],
  ["a number that gathers", "days: { type: number, gathers: true, zh: 甲, en: a }"],
])("%s is refused", (_, column) => {
  expect(() => read(`key: [item_code]\nconfidence: official\ncolumns:\n  ${column}\n`)).toThrow(
    expect.objectContaining({ code: "knowledge.class_invalid" }),
  );
});

test("every class of the program can be read, and knows whom it serves", () => {
  const classes = knowledgeClasses();
  expect(classes.map(({ name }) => name)).toEqual(expect.arrayContaining(["drug_gender", "item_duplicate_charge"]));
  for (const { name, official } of classes)
    for (const code of official) expect(`${name} ${code}`).toMatch(/ (GZ\d{14}|GZ-2025-\d\d)$/);
});
