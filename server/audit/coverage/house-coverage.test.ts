import { afterAll, beforeAll, expect, test } from "vitest";
import { nationalPrincipal, type Principal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { AuditFixture, claimRow } from "../run/run.fixture.ts";
import { coverRules } from "./coverage.ts";
import type { Coverage } from "./coverage-answer.ts";

let audit: AuditFixture;
const of = (province: string): Principal => ({
  ...nationalPrincipal,
  scope: { all: false, side: "care", provinces: [province] },
});
const asked = (principal: Principal = nationalPrincipal) => coverRules(new Reader(audit.connection), principal);
const numbered = ({ classes }: Coverage, number: number) => classes[number - 1]!;

beforeAll(async () => {
  audit = await AuditFixture.create();
  await audit.insert("claim", [
    claimRow(1, { total_cost: "100.00" }),
    claimRow(2, { total_cost: "20.50" }),
    claimRow(3, { total_cost: "7.00", care_province: "310000" }),
  ]);
  await audit.insert("listed_diagnosis", [{ claim_id: "C1", visit_id: "V1", diagnosis_no: "1", category: "N40" }]);
  await audit.set(`insert into knowledge.diagnosis_gender (category, sex) values ('N40', '1'), ('D25', '2')`);
});
afterAll(async () => {
  await audit.set("delete from knowledge.diagnosis_gender");
  audit.close();
});

test("every class has a state, and at most six need data that settlements do not hold", async () => {
  const { classes, states } = await asked();
  expect(classes).toHaveLength(88);
  expect(Object.values(states).reduce((sum, n) => sum + n, 0)).toBe(88);
  expect(states.missing).toBe(0);
  expect(states.not_computable).toBeLessThanOrEqual(6);
  const stock = classes.find(({ code }) => code === "GZ10000202001000")!;
  expect(stock).toMatchObject({ state: "not_computable", rules: [], settlements: null, points: null });
  expect(stock.notComputable!.data.length).toBeGreaterThan(0);
});

test("a class whose knowledge has points is at work, one that waits for them is implemented", async () => {
  const told = await asked();
  expect(numbered(told, 54)).toMatchObject({ state: "active", points: 2 });
  expect(numbered(told, 55)).toMatchObject({ state: "implemented", points: 0 });
  expect(numbered(told, 50)).toMatchObject({ state: "active", points: null });
});

test("settlements and yuan are those its rules read, in the principal's scope", async () => {
  const told = await asked();
  expect(numbered(told, 50)).toMatchObject({ settlements: 3, yuan: "127.50", lookedAt: 0 });
  expect(numbered(told, 54)).toMatchObject({ settlements: 1, yuan: "100.00" });
  const beijing = await asked(of("110000"));
  expect(numbered(beijing, 50)).toMatchObject({ settlements: 2, yuan: "120.50", lookedAt: null });
  const shanghai = await asked(of("310000"));
  expect(numbered(shanghai, 54)).toMatchObject({ settlements: 0, yuan: "0.00" });
});
