import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fewRules } from "../audit/life/few-rules.fixture.ts";
import { houseSources } from "../audit/life/house-sources.ts";
import { approver, author } from "../audit/life/persons.fixture.ts";
import { ruleSources } from "../audit/rule/rule-sources.ts";
import { nationalPrincipal } from "../store/principal.ts";
import { raw } from "../store/sql.ts";
import { approveMove, moveRule, overlayParameter, saveDraft, snoozeFindings } from "./act-on-rule.ts";
import { TestHouse } from "./house.fixture.ts";

let at: TestHouse;
let allRules: () => Promise<void>;
beforeAll(async () => {
  allRules = await fewRules("XR-01", "XR-17");
  at = await TestHouse.open();
}, 300_000);
afterAll(async () => {
  await at.close();
  await allRules();
});

const rows = () => Promise.all(["rule_act", "rule_snooze"].map((name) => at.rows(raw(`from ${name} order by all`))));
const library = () => at.house.database.read(nationalPrincipal, ({ connection }) => houseSources(connection));

test("what was done to rules survives the database, and an act whose table was never written", {
  timeout: 300_000,
}, async () => {
  const text = ruleSources()[1]!.text.replaceAll("XR-17", "XR-99");
  const reason = "试";
  await saveDraft(at.house, author, "XR-99", { text, reason });
  await moveRule(at.house, author, "XR-99", { to: "shadow", reason });
  const { act, waits } = await moveRule(at.house, author, "XR-99", { to: "active", reason });
  expect(waits).toBe(true);
  await approveMove(at.house, approver, "XR-99", { move: act, agree: true, reason });
  await overlayParameter(at.house, author, "XR-17", {
    parameter: "grace",
    value: "5",
    insured_area: "410100",
    from: "2024-01-01",
    reason,
  });
  await snoozeFindings(at.house, author, "XR-01", { until: "2026-12-01", reason }, new Date("2026-11-22T12:00:00Z"));
  // Two at once are one after the other: the second proposal finds the first one's state.
  const moves = await Promise.allSettled(
    [1, 2].map(() => moveRule(at.house, author, "XR-01", { to: "retired", reason })),
  );
  expect(moves.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  const [before, files] = [await rows(), await library()];
  expect(before.map((each) => each.length)).toEqual([7, 1]);
  expect(files.map(({ file, text: said }) => [file, /^status: (\w+)/m.exec(said)![1]])).toEqual([
    ["cross-province/XR-01.yaml", "retired"],
    ["cross-province/XR-17.yaml", "active"],
    ["house/XR-99.yaml", "active"],
  ]);
  // As after kill -9 between the journal and the table.
  await at.house.journal.append(author.id, "rule.moved", {
    ...{ rule: "XR-99", reason, of: "standing", revision: null, from: "active", to: "retired" },
    ...{ version: "1", textHash: "", meaning: "", tests: 0, waits: false },
  });
  await at.house.close();
  for (const name of ["", ".wal"]) await rm(`${at.house.folder.database}${name}`, { force: true });
  at.house = undefined as never;
  await at.reopen();
  const after = await rows();
  expect(after[0]!.slice(0, 7)).toEqual(before[0]);
  expect(after[0]).toHaveLength(8);
  expect(after[1]).toEqual(before[1]);
  expect((await library()).slice(0, 2)).toEqual(files.slice(0, 2));
});
