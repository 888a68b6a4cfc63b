import { afterAll, beforeAll, expect, test } from "vitest";
import { FactsFixture } from "../facts.fixture.ts";

let facts: FactsFixture;
const numbersOf = (rows: Record<string, unknown>[]) => rows.map(({ line_no }) => line_no);

beforeAll(async () => {
  facts = await FactsFixture.create(["known_line"]);
  await facts.connection.run("insert into knowledge.drug_gender (item_code, sex) values ('XG04', '1')");
  await facts.connection.run(
    "insert into knowledge.item_duplicate_charge (item_code, other_code, span) values ('001', '002', 'day')",
  );
  await facts.load([{}]);
  await facts.put(
    "fee_line",
    ["XG04", "001", "002", "003"].map((item_code, i) => ({ line_no: `${i + 1}`, item_code })),
  );
  await facts.catchUp();
});
afterAll(() => facts.connection.closeSync());

test("holds the lines of items that any point names, on either side, as line has them", async () => {
  const known = await facts.rows("from known_line order by line_no");
  expect(numbersOf(known)).toEqual(["1", "2", "3"]);
  expect(known).toEqual(await facts.rows("from line where item_code <> '003' order by line_no"));
});

test("follows corrections, and knowledge of other items", async () => {
  await facts.put("fee_line", [
    { line_no: "1", item_code: "003" },
    { line_no: "4", item_code: "001" },
  ]);
  expect(await facts.catchUp()).toMatchObject({ rebuilt: [] });
  expect(numbersOf(await facts.rows("from known_line order by line_no"))).toEqual(["2", "3", "4"]);
  await facts.connection.run("insert into knowledge.drug_age (item_code, age_group) values ('003', 'child')");
  expect(await facts.catchUp()).toMatchObject({ rebuilt: ["known_line"] });
  expect(numbersOf(await facts.rows("from known_line order by line_no"))).toEqual(["1", "2", "3", "4"]);
  expect(await facts.catchUp()).toMatchObject({ rebuilt: [], refreshed: [] });
});
