import { expect, test } from "vitest";
import { knowledgeClasses } from "../knowledge/knowledge-class.ts";
import { problems, relations } from "./shapes.fixture.ts";

const bySex = {
  unit: "line",
  needs: "known_line.sex",
  find: `  rows:
    of: known_line
    lookup: [{ as: known, in: knowledge.drug_gender, same: [item_code] }]
    where: "known.item_code is not null"
    breaks: "sex <> known.sex"
    values: { wanted: known.sex }`,
  explain: "{wanted}",
};

test("every class is a relation that rules look things up in, and its codes have their table", () => {
  for (const { name } of knowledgeClasses()) expect(relations.get(`knowledge.${name}`)?.register).not.toBeNull();
  expect(relations.get("knowledge.drug_gender")!.columns.get("sex")!.type).toMatchObject({
    kind: "text",
    codes: "gend",
  });
  expect([...relations.get("known_line")!.columns.keys()]).toEqual([...relations.get("line")!.columns.keys()]);
});

test("a rule over known lines finds by knowledge, in its own tests too", async () => {
  const given = `{ known_line: [{ item_code: X1, sex: "1", claim_id: A }, { item_code: X1, sex: "2", claim_id: B }, { item_code: X2, sex: "1" }],
      knowledge.drug_gender: [{ item_code: X1, sex: "2" }] }`;
  const expected = `{ kind: hit, found: "1", values: [{ wanted: "2" }] }`;
  expect(await problems({ ...bySex, given, expect: expected })).toEqual([null]);
});
