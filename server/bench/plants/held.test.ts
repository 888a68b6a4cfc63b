import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AuditFixture, claimRow, stayRow } from "../../audit/run/run.fixture.ts";
import { literal } from "../../store/sql.ts";
import { held } from "./held.ts";
import { report } from "./report.ts";

let audit: AuditFixture;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "held-"));
  audit = await AuditFixture.create();
  audit.sources = audit.sources.filter(({ file }) => file.endsWith("XR-01.yaml"));
  await audit.set(
    "alter table claim add column if not exists settlement_id varchar; alter table claim add column if not exists care_settlement_id varchar; alter table claim add column if not exists fund_total decimal(16, 2); create table if not exists watched_use (person_id uuid)",
  );
});
afterEach(async () => {
  audit.close();
  await rm(folder, { recursive: true });
});

const person = (n: number) => `00000000-0000-0000-0000-00000000000${n}`;

/** Two stays of one person, in Beijing until the tenth and in Shanghai from a day on. */
async function stays(n: number, from: string): Promise<void> {
  for (const [visit, other] of [
    [n, {}],
    [n + 1, { care_province: "310000", begin_date: from, end_date: "2021-03-20" }],
  ] as const) {
    const mine = { person_id: person(n), care_area: "110000", ...other };
    await audit.insert("stay", [stayRow(visit, mine)]);
    await audit.insert("claim", [
      { ...claimRow(visit, { person_id: person(n) }), settlement_id: `S${visit}`, fund_total: "10.00" },
    ]);
  }
}

interface Told {
  scheme: string;
  visit: number;
  reached?: number;
  twin?: string;
  noise?: string;
}

async function truth(rows: readonly Told[]): Promise<string> {
  const file = path.join(folder, "truth.parquet");
  const values = rows.map(({ scheme, visit, reached, twin, noise }) => {
    const text = (value: string | undefined) => (value === undefined ? "null" : literal(value).text);
    const strength = twin === undefined ? "'medium'" : "null";
    return `('XR-01', '${scheme}', ${twin === undefined ? "'planted'" : "'look_alike'"}, ${strength}, 'stay', 'setl_d', 'S${visit}', 'P', 'I', ${text(twin)}::varchar,
      ${reached ?? "null"}::decimal(14, 2), ${twin === undefined ? "1" : "null"}::decimal(14, 2), null::varchar, null::varchar, null::decimal(16, 2), ${text(noise)}::varchar)`;
  });
  await audit.set(`copy (from (values ${values.join(", ")}) as _ (card, scheme_no, label, strength, role, table_name, record_key, person, institution, detail,
    reached, speaks_from, responsible, explaining, amount, noise)) to ${literal(file).text} (format parquet)`);
  return file;
}

test("schemes are found or missed with their reason, twins and ordinary rows are told apart", async () => {
  await stays(1, "2021-03-07");
  await stays(3, "2021-03-10");
  await stays(5, "2021-03-12");
  await stays(7, "2021-03-08");
  await audit.insert("stay", [
    stayRow(90, { person_id: person(9) }),
    stayRow(91, { person_id: person(9), care_province: "310000" }),
  ]);
  await audit.run();
  const file = await truth([
    { scheme: "XR-01/medium/0-1", visit: 1, reached: 3 },
    { scheme: "XR-01/medium/0-1", visit: 2, reached: 3 },
    { scheme: "XR-01/weak/0-1", visit: 3, reached: 0 },
    { scheme: "XR-01/medium/0-2", visit: 5, reached: 2, noise: "late_discharge" },
    { scheme: "XR-01/twin1/0-1", visit: 7, twin: "transfer" },
  ]);
  const { counts, failures, tables } = report(await held(audit.connection, file, audit.sources));
  expect(counts).toMatchObject({
    "schemes planted": 3,
    "schemes found": 1,
    "missed with a reason": 2,
    "missed without": 0,
    "twins flagged": 1,
    findings: 3,
    "findings on a scheme of their card": 1,
    "findings on nothing planted": 1,
  });
  const [, , missed] = tables;
  expect(missed!.rows.map(([, reason]) => reason).sort()).toEqual([
    "below the parameter by design",
    "noise: late discharge",
  ]);
  expect(failures).toEqual([
    "flagged innocent: XR-01 transfer, 1 times",
    expect.stringMatching(/^flagged though nothing was planted: XR-01, 1 times, K90/),
  ]);
});

test("a scheme above its parameter that nobody found fails", async () => {
  await stays(1, "2021-03-10");
  await audit.run();
  const file = await truth([{ scheme: "XR-01/medium/0-1", visit: 1, reached: 2 }]);
  const { failures } = report(await held(audit.connection, file, audit.sources));
  expect(failures).toEqual(["missed: XR-01/medium/0-1 (2 of 1)"]);
});
