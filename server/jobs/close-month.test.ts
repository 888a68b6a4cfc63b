import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Figures, figures } from "../indicators/query.ts";
import { verifyJournal } from "../journal/journal.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { sql } from "../store/sql.ts";
import type { Options, StoreCommand } from "./command.ts";
import figuresCommand from "./commands/figures.ts";
import verifyCommand from "./commands/verify.ts";
import { settlementCsv, TestHouse } from "./house.fixture.ts";

let folder: TestHouse;
beforeAll(async () => {
  folder = await TestHouse.open();
  await folder.load("first.csv", settlementCsv([{}, { medfee_sumamt: "100.00" }]));
}, 60_000);
afterAll(() => folder.close());

function run<Result>(command: StoreCommand<Result>, options: Options): Promise<Result> {
  const { house, config } = folder;
  const { signal } = new AbortController();
  return command.run({ house, config, principal: nationalPrincipal, progress: () => {}, signal }, options);
}
const ask = () =>
  folder.house.database.read(nationalPrincipal, (reader) =>
    figures(reader, nationalPrincipal, { measure: "visits,total_cost", by: "month" }),
  );
const held = () => folder.rows(sql`from month_closing order by all`);

test("a closing is an act of the journal, and its table follows from it", { timeout: 120_000 }, async () => {
  const closed = await run(figuresCommand, { close: "2021-03" });
  expect(closed).toMatchObject({ closed: "2021-03", batch: 1, visits: 2, settlements: 2 });
  const before = await ask();
  await folder.load("late.csv", settlementCsv([{ setl_id: "S9", mdtrt_id: "M9", medfee_sumamt: "0.50" }]));
  const after = await ask();
  expect(after.restated).toMatchObject([
    { month: "2021-03", measure: "total_cost", old: "48600.00", new: "48600.50", batches: [2] },
    { month: "2021-03", measure: "visits", old: 2, new: 3, batches: [2] },
  ]);
  for (const [figure, visits] of [
    [before, 2],
    [after, 3],
  ] as [Figures, number][]) {
    const verified = await run(verifyCommand, { arguments: ["figure", figure.id] });
    expect(verified).toMatchObject({ what: "figure", equal: true, columns: { visits: [visits] } });
    expect(verifyCommand.failed?.(verified)).toBe(false);
    expect(verifyCommand.print(verified)).toMatch(/equal; same rules/);
  }
  const rows = await held();
  expect(rows).toHaveLength(1);
  await folder.house.close();
  await rm(folder.house.folder.database);
  await rm(`${folder.house.folder.database}.wal`, { force: true });
  folder.house = undefined as never;
  await folder.reopen();
  expect(await held()).toEqual(rows);
  expect((await ask()).restated).toEqual(after.restated);
  const acts: string[] = [];
  await verifyJournal(folder.house.folder.journal, ({ act }) => acts.push(act));
  expect(acts).toContain("month.closed");
});

test("what verify cannot take is refused, and a month without claims is not closed", async () => {
  for (const words of [["figure"], ["figure", "x", "y"], ["everything"], ["journal", "x"]]) {
    await expect(run(verifyCommand, { arguments: words })).rejects.toMatchObject({ code: "request.invalid" });
  }
  await expect(run(verifyCommand, { arguments: ["figure", "made-up.0"] })).rejects.toMatchObject({
    code: "figure.bad_id",
  });
  await expect(run(figuresCommand, { close: "2019-01" })).rejects.toMatchObject({ code: "figure.bad_month" });
});
