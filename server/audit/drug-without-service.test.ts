import { expect, test } from "vitest";
import { ident } from "../store/sql.ts";
import { scalar } from "./expressions/value-type.ts";
import type { Relation } from "./relation.ts";
import { problems, relations } from "./shapes.fixture.ts";

const column = (name: string) => ({
  name,
  label: { zh: "甲", en: "a" },
  unit: null,
  sqlType: "VARCHAR",
  supplied: [],
  type: scalar("text"),
});

/** Drugs that nobody gets without a service: what is infused by an infusion, a contrast medium by an examination. */
const givenBy: Relation = {
  ...relations.get("institution")!,
  name: "given_by",
  rows: ident("given_by"),
  key: ["item_code"],
  subject: { columns: ["item_code"] },
  columns: new Map(["item_code", "service"].map((name) => [name, column(name)])),
  stored: new Map(["item_code", "service"].map((name) => [name, "VARCHAR"])),
};

const line = (visit: string, item: string, day: string, more = "") =>
  `{ visit_id: ${visit}, claim_id: ${visit}, line_no: ${visit}${item}, item_code: ${item}, day: 2021-03-${day}${more} }`;

test("药品与医疗服务项目不符: a drug in a visit without the service it is given by", async () => {
  const find = `  missing:
    of: line
    where: coalesce(take_home, '0') <> '1' and quantity > 0
    lookup: [{ as: known, in: given_by, same: [item_code] }]
    companion: line
    same: [visit_id]
    matching: other.item_code = known.service and other.quantity > 0 and other.day between day and day + 1
    supplied: [visit_id]`;
  const given = `{ given_by: [{ item_code: X1, service: S1 }, { item_code: X2, service: S2 }], line: [
      ${[
        line("kept", "X1", "01", ", quantity: 1"),
        line("kept", "S1", "02", ", quantity: 1"),
        line("late", "X1", "01", ", quantity: 1"),
        line("late", "S1", "03", ", quantity: 1"),
        line("other", "X2", "01", ", quantity: 1"),
        line("other", "S1", "01", ", quantity: 1"),
        line("reversed", "X1", "01", ", quantity: 1"),
        line("reversed", "S1", "01", ", quantity: -1"),
        line("home", "X1", "01", ', quantity: 1, take_home: "1"'),
        line("free", "X9", "01", ", quantity: 1"),
      ].join(",\n      ")}] }`;
  const found = ["lateX1", "otherX2", "reversedX1"].map((line_no) => `{ line_no: ${line_no} }`);
  expect(
    await problems(
      {
        find,
        needs: "line.quantity, given_by.service",
        explain: "{line_no}{known.service}",
        given,
        expect: `{ kind: hit, found: 3, values: [${found.join(", ")}], not_applicable: { given_by.service: 4 } }`,
        unit: "line",
      },
      new Map([...relations, ["given_by", givenBy] as const]),
    ),
  ).toEqual([null]);
});
