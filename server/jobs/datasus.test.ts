import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { qualityOf } from "../intake/quality.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { sql } from "../store/sql.ts";
import load, { type LoadResult } from "./commands/load.ts";
import { TestHouse } from "./house.fixture.ts";

const data = fileURLToPath(new URL("../../../shared/data/datasus-aih", import.meta.url));
const absent = !existsSync(data);
if (absent) console.warn(`skipped: the real claims are not at ${data}`);

describe.skipIf(absent)("10,000 real claims of another country", () => {
  let at: TestHouse;
  let result: LoadResult;
  beforeAll(async () => {
    at = await TestHouse.open();
    const context = { house: at.house, config: at.config, principal: nationalPrincipal };
    const files = ["municipalities.csv", "aih_rs_2019_10000.csv"].map((name) => path.join(data, name));
    const { signal } = new AbortController();
    result = await load.run({ ...context, signal, progress: () => {} }, { arguments: files });
  });
  afterAll(() => at.close());

  test("every row is accounted for", () => {
    const claims = result.files.find(({ file }) => file.startsWith("aih"));
    expect(claims).toMatchObject({ read: 10_000, accepted: 10_000, duplicate: 0, replaced: 0, rejected: 0 });
    expect(claims?.batches[0]).toMatchObject({ layout: "datasus-aih", table: "settlement", unknownColumns: [] });
  });

  test("3,389 were treated away from home, for 14,563,611.82 in all", async () => {
    const scopes = await at.rows(sql`select care_scope, count(*) as visits from claim group by all order by all`);
    expect(scopes).toEqual([
      { care_scope: "local", visits: 6611 },
      { care_scope: "within_province", visits: 3389 },
    ]);
    expect(await at.rows(sql`select sum(total_cost) as total from claim`)).toEqual([{ total: "14563611.82" }]);
  });

  test("62 stays that contradict their dates and 82 sums that do not add up are reported, and nothing is repaired", async () => {
    const batch = at.house.batches.all().find(({ table }) => table === "settlement")!.batch;
    const checks = at.house.layouts().flatMap(({ tables }) => tables.flatMap((table) => table.checks));
    const lines = await at.house.database.read(nationalPrincipal, (reader) => qualityOf(reader, batch, checks));
    const own = lines.filter(({ identity }) => identity === 0);
    expect(own.map(({ check, checked, failed }) => ({ check, checked, failed }))).toEqual([
      { check: "parts-of-total", checked: 10_000, failed: 82 },
      { check: "stated-days", checked: 10_000, failed: 62 },
    ]);
  });
});
