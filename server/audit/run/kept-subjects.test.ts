import { afterAll, beforeAll, expect, test } from "vitest";
import type { JournalEntry } from "../../journal/journal.ts";
import { raw } from "../../store/sql.ts";
import { ruleOf } from "../shapes.fixture.ts";
import { KeptSubjects, SUBJECT_KEPT, unwrittenSubjects } from "./kept-subjects.ts";
import { AuditFixture, claimRow } from "./run.fixture.ts";

let house: AuditFixture;
let visits = 0;

/** Persons who were at one institution on one day are joined, over any number of links. */
const rule = {
  file: "cross-province/XR-01.yaml",
  text: ruleOf({
    find: `  together: { of: claim, who: person_id, by: [[institution_code, begin_date]], most: "9", result: component, at_least: "2" }`,
    needs: "claim.begin_date",
    explain: "{size}",
    given: "{}",
    expect: "{ kind: miss, found: 0 }",
  }).replace("status: draft", "status: shadow"),
};

beforeAll(async () => {
  house = await AuditFixture.create();
  house.sources = [rule];
});
afterAll(() => house.close());

/** Persons, told by one digit, meet at an institution on a day of 2021. */
async function meet(of: AuditFixture, day: string, ...persons: number[]): Promise<void> {
  for (const person of persons) {
    visits += 1;
    const who = { person_id: `00000000-0000-0000-0000-00000000000${person}`, person_state: "certified" };
    await of.insert("claim", [claimRow(visits, { ...who, institution_code: `H${day}`, begin_date: `2021-${day}` })]);
  }
}

interface Standing {
  finding: string;
  subject: string;
  state: string;
  size: number;
}

const standing = (of: AuditFixture) =>
  of.read<Standing>(
    raw(`select finding, subject, state, cast(json_extract_string(shown[1], 'size') as integer) as size
      from finding where rule = 'XR-01' order by first_run, size`),
  );

test("a late record that is dated earlier leaves a component its name", async () => {
  await meet(house, "03-02", 1, 2);
  await house.run();
  const [first] = await standing(house);
  expect(first).toMatchObject({ state: "shadow", size: 2 });
  await meet(house, "02-01", 2, 3);
  await house.run();
  expect(await standing(house)).toEqual([{ ...first, size: 3 }]);
  expect(await unwrittenSubjects(house.connection)).toMatchObject([
    { rule: "XR-01", subject: first!.subject, members: [/1$/, /2$/, /3$/].map((end) => expect.stringMatching(end)) },
  ]);
});

test("of two that merge the older name stays, and both come back when they part", async () => {
  const [first] = await standing(house);
  await meet(house, "01-05", 5, 6);
  await house.run();
  const second = (await standing(house))[1]!;
  expect(second).toMatchObject({ state: "shadow", size: 2 });
  await meet(house, "01-01", 1, 6);
  await house.run();
  expect(await standing(house)).toMatchObject([
    { finding: first!.finding, state: "shadow", size: 5 },
    { finding: second.finding, state: "closed" },
  ]);
  await house.set("delete from claim where institution_code = 'H01-01'");
  await house.run();
  expect(await standing(house)).toMatchObject([
    { finding: first!.finding, state: "shadow", size: 3 },
    { finding: second.finding, state: "shadow", size: 2 },
  ]);
});

test("a part that splits off goes by another name, though it holds the record that gave the old one", async () => {
  const other = await AuditFixture.create();
  other.sources = [rule];
  await meet(other, "05-01", 1, 2);
  await meet(other, "05-02", 2, 3);
  await meet(other, "05-03", 3, 4);
  await meet(other, "05-04", 4, 5);
  await other.run();
  const [whole] = await standing(other);
  await other.set("delete from claim where institution_code = 'H05-02'");
  await other.run();
  const parts = await standing(other);
  expect(parts).toMatchObject([
    { finding: whole!.finding, size: 3 },
    { state: "shadow", size: 2 },
  ]);
  expect(parts[1]!.subject).toContain(whole!.subject);
  await other.run();
  expect(await standing(other)).toEqual(parts);
  other.close();
});

test("a name outlives the database through the journal", async () => {
  const [first] = await standing(house);
  const rebuilt = await AuditFixture.create();
  rebuilt.sources = [rule];
  await rebuilt.insert("claim", await house.read<object>(raw("from claim order by claim_id")));
  const [kept] = await unwrittenSubjects(house.connection);
  const names = new KeptSubjects();
  const entry = { seq: 7, at: "2021-04-01T00:00:00Z", actor: "test", prev: "", hash: "" };
  names.onEntry({ ...entry, act: SUBJECT_KEPT, data: { ...kept } } as JournalEntry);
  await names.project(rebuilt.connection);
  await rebuilt.run();
  expect((await standing(rebuilt)).map(({ finding }) => finding)).toContain(first!.finding);
  expect(await unwrittenSubjects(rebuilt.connection)).toEqual([]);
  await names.project(rebuilt.connection);
  expect(await rebuilt.read(raw("from kept_subject"))).toEqual([]);
  rebuilt.close();
});
