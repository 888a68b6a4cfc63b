import { afterEach, beforeEach, expect, test } from "vitest";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { BEYOND, EARLIER_RUNS, LEAST_LOOKED_AT, mostExpected } from "./breaker.ts";
import { projectRelease, RULE_RELEASED, releasable } from "./release.ts";
import { AuditFixture, claimRow } from "./run.fixture.ts";

test("the breaker counts from three earlier runs over a thousand rows, and takes the greatest share", () => {
  const run = (found: number, lookedAt = LEAST_LOOKED_AT) => ({ found, lookedAt });
  const earlier = [run(10), run(2), run(0)];
  expect(mostExpected(run(0), earlier, null)).toBe(3 * 10 + BEYOND);
  expect(mostExpected(run(0, 2 * LEAST_LOOKED_AT), earlier, null)).toBe(3 * 20 + BEYOND);
  expect(mostExpected(run(0, LEAST_LOOKED_AT - 1), earlier, null)).toBeNull();
  expect(mostExpected(run(0), earlier.slice(1), null)).toBeNull();
  expect(mostExpected(run(0), [...earlier.slice(1), run(10, LEAST_LOOKED_AT - 1)], null)).toBeNull();
  expect(mostExpected(run(0), earlier, run(200))).toBe(3 * 200 + BEYOND);
  expect(mostExpected(run(0), [...Array.from({ length: 10 }, () => run(1)), run(900)], null)).toBe(3 + BEYOND);
});

let audit: AuditFixture;
beforeEach(async () => {
  audit = await AuditFixture.create();
  audit.sources = audit.sources.filter(({ file }) => file.endsWith("RS-RATIO.yaml"));
  await audit.insert("claim", [claimRow(1)]);
  await audit.set(`insert into claim by name select 'C' || n as claim_id, 'K' || n as encounter_key, date '2021-03-01' as begin_date
      from range(2, ${LEAST_LOOKED_AT + 1}) as made(n);
    insert into resettlement by name select claim_id, 'RS-RATIO' as difference_class, false as policy_defect, 0.00 as fund_difference from claim`);
  await tooMuch(10);
  for (let i = 0; i < EARLIER_RUNS; i++) await audit.run();
});
afterEach(() => audit.close());

const tooMuch = (claims: number) =>
  audit.set(`update resettlement set fund_difference = if(cast(claim_id[2:] as integer) <= ${claims}, 5, 0)`);
const states = async () => {
  const rows = await audit.read<{ state: string; n: number }>(
    sql`select state, count(*) as n from finding group by state`,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
};

test("as many as expected at most are let through, one more is held", async () => {
  const most = 3 * 10 + BEYOND;
  await tooMuch(most + 1);
  expect((await audit.run()).rules).toMatchObject([
    { state: "held", reason: `found ${most + 1}, expected at most ${most}` },
  ]);
  await tooMuch(most);
  expect((await audit.run()).rules).toMatchObject([{ state: "done", found: most, reason: null }]);
});

test("a held rule leaves its findings, also those that no longer hold, and new ones wait for a release", async () => {
  await tooMuch(500);
  await audit.set("update resettlement set fund_difference = 0 where claim_id = 'C2'");
  expect((await audit.run()).rules).toMatchObject([{ state: "held", found: 499, opened: 490, closed: 0 }]);
  expect(await states()).toEqual({ open: 10, held: 490 });
  await release();
  expect((await audit.run()).rules).toMatchObject([{ state: "done", found: 499 }]);
  expect(await states()).toEqual({ open: 499, closed: 1 });
});

test("held findings that no longer hold are closed; a release needs a held run and counts for that rule file", async () => {
  await expect(releasable(new Reader(audit.connection), "RS-RATIO")).rejects.toMatchObject({ code: "request.invalid" });
  await tooMuch(500);
  await audit.run();
  await tooMuch(400);
  expect((await audit.run()).rules).toMatchObject([{ state: "held", closed: 100 }]);
  expect(await states()).toEqual({ open: 10, held: 390, closed: 100 });
  await release();
  audit.change("RS-RATIO", "default: 1,", "default: 2,");
  expect((await audit.run()).rules).toMatchObject([{ state: "held", found: 400 }]);
});

async function release(): Promise<void> {
  const data = await releasable(new Reader(audit.connection), "RS-RATIO");
  await projectRelease(audit.connection, {
    seq: 1,
    at: "2021-05-01T00:00:00.000Z",
    actor: "lead",
    act: RULE_RELEASED,
    data,
    prev: "",
    hash: "",
  });
}
