import { expect, test } from "vitest";
import { blankRelations } from "./blank-house.ts";
import { relationFiles } from "./describe-relations.ts";
import { pathTo } from "./relation.ts";

const relations = await blankRelations();

test("rules may name the facts, the current views and what they look up", () => {
  expect([...relations.keys()]).toEqual(
    expect.arrayContaining(
      "claim stay event line watched_use person_year institution_month resettlement person institution current.attempt current.enrolment current.entitlement current.filing current.investigation current.network_service current.trace_code".split(
        " ",
      ),
    ),
  );
});

test("every column a file explains is there, and every one there is explained or kept from rules", async () => {
  const away =
    /^(certificate_no|.*_fault|batch_.*|generated_scale|valid|memo|agency_there_contact|agency_there_phone)$/;
  for (const relation of relations.values()) {
    // Of re-settlement rules use the verdict; the steps behind it are read by its own pages.
    if (relation.name === "resettlement") continue;
    const unexplained = [...relation.stored.keys()].filter((name) => !relation.columns.has(name) && !away.test(name));
    expect([relation.name, unexplained]).toEqual([relation.name, []]);
  }
  for (const { name, own } of await relationFiles()) {
    const stored = relations.get(name)!.stored;
    expect([name, Object.keys(own).filter((column) => !stored.has(column))]).toEqual([name, []]);
  }
});

test("keys, subjects and days are columns of their relation", () => {
  for (const { name, key, subject, day, stored } of relations.values()) {
    const missing = [...key, ...subject.columns, ...(day ? [day] : [])].filter((column) => !stored.has(column));
    expect([name, missing]).toEqual([name, []]);
    const claim = relations.get("claim")!;
    expect((subject.through ?? []).filter((column) => !claim.stored.has(column))).toEqual([]);
    if (subject.through) expect(stored.has("claim_id")).toBe(true);
  }
});

test("every usable column says what it means in both languages", () => {
  for (const { name, columns } of relations.values()) {
    const wrong = [...columns.values()].filter(({ label }) => !/[\u4e00-\u9fff]|ID/.test(label.zh) || !label.en);
    expect([name, wrong.map((column) => column.name)]).toEqual([name, []]);
  }
});

test("types and meanings come from database and dictionary", () => {
  const column = (relation: string, name: string) => relations.get(relation)!.columns.get(name)!;
  expect(column("stay", "total_cost")).toMatchObject({
    type: { kind: "money", digits: 16 },
    supplied: ["settlement.total_cost"],
    unit: "yuan",
  });
  expect(column("stay", "nights").type).toMatchObject({ kind: "number", integer: true });
  expect(column("line", "price").type.kind).toBe("money");
  expect(column("known_line", "care_type")).toMatchObject({
    supplied: ["settlement.care_type"],
    type: { codes: "med_type" },
  });
  expect(column("line", "quantity").type.kind).toBe("number");
  expect(column("claim", "care_type").type).toMatchObject({ kind: "text", codes: "med_type" });
  expect(column("current.filing", "agent_phone").type.kind).toBe("key");
  expect(column("watched_use", "provinces").type).toMatchObject({ kind: "list", of: { kind: "text" } });
  expect(column("institution", "licensed_beds").label.zh).toBe("核定床位数");
  expect(relations.get("claim")!.columns.has("certificate_no")).toBe(false);
});

test("a row leads to the unit of a rule", () => {
  expect(pathTo(relations.get("stay")!, "settlement")).toEqual(["claim_id"]);
  expect(pathTo(relations.get("institution_month")!, "person")).toBeNull();
  expect(pathTo(relations.get("claim")!, "line")).toBeNull();
  expect(pathTo(relations.get("line")!, "line")).toHaveLength(5);
});
