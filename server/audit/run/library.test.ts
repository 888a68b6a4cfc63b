import { expect, test } from "vitest";
import { sql } from "../../store/sql.ts";
import { ruleSources } from "../rule/rule-sources.ts";
import { AuditFixture, claimRow, stayRow } from "./run.fixture.ts";

test("every shipped rule runs over a house's own relations, and says what it looked at", async () => {
  const audit = await AuditFixture.create();
  await audit.insert("claim", [claimRow(1), claimRow(2)]);
  await audit.insert("stay", [stayRow(1), stayRow(2)]);
  audit.sources = ruleSources();
  const { rules } = await audit.run();
  expect(rules.filter(({ state }) => state === "failed").map(({ rule, reason }) => [rule, reason])).toEqual([]);
  expect(rules.length).toBeGreaterThan(40);
  const [run] = await audit.read<{ rules: number }>(sql`select count(*) as rules from audit_run_rule`);
  expect(run).toEqual({ rules: rules.length });
  audit.close();
});
