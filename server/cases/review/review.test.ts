import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { qualityOf } from "../../audit/quality/rule-quality.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { appealFinding } from "./appeals.ts";
import { approveVerdicts } from "./approvals.ts";
import { HOLD_MINUTES } from "./holds.ts";
import { takeNext } from "./next-finding.ts";
import { putOff, takeUp } from "./putting-off.ts";
import { inProvince, ReviewFixture, reviewer } from "./reviewing.fixture.ts";
import { removeView, savedViews, saveView } from "./saved-views.ts";
import { giveVerdict, giveVerdicts } from "./verdicts.ts";
import { withdrawVerdicts } from "./withdrawals.ts";

let house: ReviewFixture;
let first: ReviewFixture;
beforeAll(async () => {
  first = await ReviewFixture.create();
});
/** The same findings each time, and nobody has acted yet. */
beforeEach(async () => {
  house = new ReviewFixture(first.audit);
  await house.rebuild();
});
afterAll(() => first.close());

const [anna, bo] = [reviewer("anna"), reviewer("bo")];
const said = { label: "confirmed", strength: "desk", reason: "看过" } as const;
const queue = { state: "open", order: "loss" } as const;
const acts = () => house.entries.map(({ act }) => act);
const refusal = (code: string, details: object = {}) => ({ code, details: expect.objectContaining(details) });

test("a verdict waits for a second person, who is never its giver; the same act twice is one", async () => {
  const { finding, evidenceHash } = await house.finding();
  const [one, two] = await Promise.all([
    giveVerdict(house, anna, { finding, evidenceHash, ...said }),
    giveVerdict(house, anna, { finding, evidenceHash, ...said }),
  ]);
  expect(two).toEqual(one);
  expect(await house.stage(finding)).toBe("approval");
  const asked = { verdicts: [one.verdict], agree: true, reason: "同意" };
  expect((await approveVerdicts(house, anna, asked)).refused).toMatchObject([{ code: "review.same_person" }]);
  const [first, second] = await Promise.all([approveVerdicts(house, bo, asked), approveVerdicts(house, bo, asked)]);
  expect([first, second]).toEqual([1, 2].map(() => ({ done: [{ verdict: one.verdict, finding }], refused: [] })));
  expect(await house.stage(finding)).toBe("approved");
  expect(acts()).toEqual(["verdict.given", "verdict.approved"]);
  expect((await withdrawVerdicts(house, anna, [one.verdict])).refused).toMatchObject([
    refusal("review.already_approved", { name: "bo" }),
  ]);
});

test("of two who judge at once one is told who was first; other words of the same person are no second verdict", async () => {
  const { finding, evidenceHash } = await house.finding();
  const [mine, theirs] = await Promise.allSettled([
    giveVerdict(house, anna, { finding, evidenceHash, ...said }),
    giveVerdict(house, bo, { finding, evidenceHash, ...said, label: "dismissed" }),
  ]);
  expect(mine.status).toBe("fulfilled");
  expect(theirs).toMatchObject({ reason: refusal("review.already_judged", { label: "confirmed", name: "anna" }) });
  const again = giveVerdict(house, anna, { finding, evidenceHash, ...said, reason: "另一理由" });
  await expect(again).rejects.toMatchObject({ code: "review.already_judged" });
  expect(acts()).toEqual(["verdict.given"]);
});

test("a doubtful one is decided later, an approved one gives way to stronger ground only", async () => {
  const { finding, evidenceHash } = await house.finding();
  const judge = (label: "confirmed" | "dismissed" | "doubtful", strength: "desk" | "documents" | "field") =>
    giveVerdict(house, anna, { finding, evidenceHash, reason: "r", label, strength });
  await giveVerdict(house, anna, {
    finding,
    evidenceHash,
    ...said,
    label: "doubtful",
    strength: "documents",
    materials: ["病历"],
  });
  expect(house.entries[0]!.data.materials).toEqual(["病历"]);
  await expect(judge("dismissed", "desk")).rejects.toMatchObject({ code: "review.already_judged" });
  const { verdict } = await judge("dismissed", "documents");
  await approveVerdicts(house, bo, { verdicts: [verdict], agree: true, reason: "r" });
  await expect(judge("confirmed", "documents")).rejects.toMatchObject({ code: "review.already_judged" });
  const field = await judge("confirmed", "field");
  expect((await house.finding()).review).toBe("confirmed");
  // Taken back, it leaves what stood before.
  await withdrawVerdicts(house, anna, [field.verdict]);
  expect(await house.finding()).toMatchObject({ review: "dismissed", stage: "approved" });
});

test("a stale page is refused with what changed", async () => {
  const { finding, evidenceHash } = await house.finding();
  await house.audit.set("update resettlement set fund_difference = 900 where claim_id = 'C1'");
  await house.audit.run();
  const stale = giveVerdict(house, anna, { finding, evidenceHash, ...said });
  await expect(stale).rejects.toMatchObject(refusal("finding.evidence_changed", { changed: "shown" }));
  const now = await house.finding();
  await appealFinding(house, anna, { finding, reason: "不认可", files: ["a.pdf"], by: "institution" });
  const unseen = giveVerdict(house, anna, { finding, evidenceHash: now.evidenceHash, stage: "waiting", ...said });
  await expect(unseen).rejects.toMatchObject(refusal("review.stage_changed", { expected: "waiting", got: "appealed" }));
  house.review.take(finding, bo);
  const held = giveVerdict(house, anna, { finding, evidenceHash: now.evidenceHash, stage: "appealed", ...said });
  await expect(held).rejects.toMatchObject(refusal("review.held", { name: bo.name }));
  await house.audit.set(`update finding set state = 'closed' where finding = '${finding}'`);
  const gone = giveVerdict(house, bo, { finding, evidenceHash: now.evidenceHash, ...said });
  await expect(gone).rejects.toMatchObject({ code: "review.closed" });
  await house.audit.set("update resettlement set fund_difference = 1000 where claim_id = 'C1'");
  await house.audit.run();
});

test("many at once: what cannot be judged is told apart, one that is named twice is judged once, all are undone together", async () => {
  const found = await house.findings();
  const [first, second, third, fourth] = found.map(({ finding, evidenceHash }) => ({ finding, evidenceHash }));
  house.review.take(second!.finding, bo);
  const asked = [
    first!,
    first!,
    second!,
    { ...third!, evidenceHash: "0".repeat(64) },
    { finding: "0".repeat(32), evidenceHash: first!.evidenceHash },
    fourth!,
  ];
  const { given, refused } = await giveVerdicts(house, anna, asked, said);
  expect(given.map(({ finding }) => finding)).toEqual([first!.finding, first!.finding, fourth!.finding]);
  expect(given[0]!.verdict).toBe(given[1]!.verdict);
  expect(refused.map(({ code }) => code)).toEqual(["review.held", "finding.evidence_changed", "finding.not_found"]);
  const verdicts = [...new Set(given.map(({ verdict }) => verdict))];
  expect((await withdrawVerdicts(house, bo, verdicts)).refused.map(({ code }) => code)).toEqual(
    verdicts.map(() => "review.not_giver"),
  );
  await withdrawVerdicts(house, anna, verdicts);
  await withdrawVerdicts(house, anna, verdicts);
  expect(acts()).toEqual(["verdict.given", "verdict.given", "verdict.withdrawn"]);
  expect((await house.findings()).map(({ review, stage }) => [review, stage])).toEqual(
    found.map(() => ["none", "waiting"]),
  );
});

test("who asks for the next gets his own; it comes back when it is let go, runs out, or its holder leaves", async () => {
  const total = (await house.findings()).length;
  const got = await Promise.all(Array.from({ length: total + 1 }, (_, i) => takeNext(house, reviewer(`r${i}`), queue)));
  const taken = got.flatMap((hold, i) => (hold ? [{ finding: hold.finding, by: `r${i}` }] : []));
  const [first, second] = taken as [(typeof taken)[number], (typeof taken)[number]];
  expect([taken.length, new Set(taken.map(({ finding }) => finding)).size]).toEqual([total, total]);
  house.review.leave(first.by);
  expect((await takeNext(house, anna, queue))?.finding).toBe(first.finding);
  expect((await takeNext(house, anna, queue, first.finding))?.finding).toBeUndefined();
  house.now = new Date(house.now.getTime() + (HOLD_MINUTES - 1) * 60_000);
  house.review.take(second.finding, reviewer(second.by));
  house.now = new Date(house.now.getTime() + 2 * 60_000);
  expect(house.review.holds.all().map(({ by }) => by)).toEqual([second.by]);
});

test("what was judged while one looked is not handed out", async () => {
  const { finding, evidenceHash } = await house.finding();
  const database = {
    read: async (...[principal, work]: Parameters<ReviewFixture["database"]["read"]>) => {
      const answer = await house.database.read(principal, work);
      if (house.entries.length === 0) await giveVerdict(house, bo, { finding, evidenceHash, ...said });
      return answer;
    },
  };
  const hold = await takeNext({ database: database as ReviewFixture["database"], review: house.review }, anna, queue);
  expect(hold?.finding).not.toBe(finding);
  expect(house.review.holds.all()).toHaveLength(1);
});

test("an appeal opens again, also after approval, and leaves the verdict as history", async () => {
  const { finding, evidenceHash } = await house.finding();
  const { verdict } = await giveVerdict(house, anna, { finding, evidenceHash, ...said });
  await approveVerdicts(house, bo, { verdicts: [verdict], agree: true, reason: "r" });
  const appeal = { finding, reason: "不认可", files: ["病历.pdf"], by: "institution" } as const;
  const one = await appealFinding(house, anna, appeal);
  expect(await appealFinding(house, anna, appeal)).toMatchObject({ appeal: one.appeal });
  await expect(appealFinding(house, anna, { ...appeal, reason: "又" })).rejects.toMatchObject({
    code: "review.already_appealed",
  });
  expect(await house.finding()).toMatchObject({ stage: "appealed", review: "reopened" });
  expect(await house.audit.read(sql`select ended, second_by from verdict`)).toEqual([
    { ended: "appealed", second_by: "bo" },
  ]);
  await giveVerdict(house, bo, { finding, evidenceHash, ...said, label: "dismissed" });
  await expect(appealFinding(house, anna, appeal)).rejects.toMatchObject({ code: "review.nothing_to_appeal" });
});

test("quality follows at once: returned, withdrawn and contested verdicts do not count", async () => {
  const { finding, evidenceHash } = await house.finding();
  const confirmed = async () => {
    const quality = await qualityOf(new Reader(house.audit.connection), nationalPrincipal, "RS-RATIO");
    return quality[0]!.sets.map(({ all }) => all.confirmed);
  };
  const judge = () => giveVerdict(house, anna, { finding, evidenceHash, ...said });
  const first = await judge();
  expect(await confirmed()).toEqual([1]);
  await approveVerdicts(house, bo, { verdicts: [first.verdict], agree: false, reason: "依据不足" });
  expect([await confirmed(), await house.stage(finding)]).toEqual([[], "returned"]);
  const second = await judge();
  expect(second.verdict).not.toBe(first.verdict);
  expect(await confirmed()).toEqual([1]);
  await withdrawVerdicts(house, anna, [second.verdict]);
  expect(await confirmed()).toEqual([]);
  await judge();
  await appealFinding(house, bo, { finding, reason: "r", files: [], by: "institution" });
  expect(await confirmed()).toEqual([]);
});

test("put off it is out of the queue until its day, it is taken up, or its evidence is another", async () => {
  const { finding, evidenceHash } = await house.finding();
  const wanted = { finding, evidenceHash, until: "2030-01-02", reason: "等材料" };
  for (const until of ["2026-11-23", "2030-02-31", "2099-01-01"])
    await expect(putOff(house, anna, { ...wanted, until }, house.now)).rejects.toMatchObject({
      code: "review.bad_day",
    });
  const long = new Date("2029-12-01T00:00:00Z");
  const one = await putOff(house, anna, wanted, long);
  expect(await putOff(house, anna, wanted, long)).toMatchObject({ act: one.act });
  await putOff(house, anna, { ...wanted, until: "2030-03-01" }, long);
  expect(await house.stage(finding)).toBe("put_off");
  await takeUp(house, bo, { finding, reason: "" });
  expect(await house.stage(finding)).toBe("waiting");
  await expect(takeUp(house, bo, { finding, reason: "" })).rejects.toMatchObject({ code: "review.not_put_off" });
  await putOff(house, anna, wanted, long);
  await house.audit.set("update resettlement set fund_difference = 900 where claim_id = 'C1'");
  await house.audit.run();
  expect(await house.stage(finding)).toBe("waiting");
  await house.audit.set("update resettlement set fund_difference = 1000 where claim_id = 'C1'");
  await house.audit.run();
});

test("other provinces' findings and verdicts are as if there were none", async () => {
  const { finding, evidenceHash } = await house.finding("RS-RATIO", "C3");
  const stranger = reviewer("stranger", inProvince("310000"));
  expect((await house.findings(stranger)).map((each) => each.finding)).not.toContain(finding);
  const { verdict } = await giveVerdict(house, anna, { finding, evidenceHash, ...said });
  const absent = { code: "finding.not_found" };
  await expect(giveVerdict(house, stranger, { finding, evidenceHash, ...said })).rejects.toMatchObject(absent);
  await expect(
    putOff(house, stranger, { finding, evidenceHash, until: "2026-12-24", reason: "r" }, house.now),
  ).rejects.toMatchObject(absent);
  await expect(takeUp(house, stranger, { finding, reason: "r" })).rejects.toMatchObject(absent);
  await expect(
    appealFinding(house, stranger, { finding, reason: "r", files: [], by: "institution" }),
  ).rejects.toMatchObject(absent);
  const none = [{ verdict, code: "review.verdict_not_found" }];
  expect(
    (await approveVerdicts(house, stranger, { verdicts: [verdict], agree: true, reason: "r" })).refused,
  ).toMatchObject(none);
  expect((await withdrawVerdicts(house, stranger, [verdict])).refused).toMatchObject(none);
  expect(acts()).toEqual(["verdict.given"]);
});

test("a rebuilt house stands where it stood", async () => {
  const [a, b, c, d] = await house.findings();
  const until = { until: "2027-01-01", reason: "r" };
  const { given } = await giveVerdicts(house, anna, [a!, b!, c!], said);
  await approveVerdicts(house, bo, { verdicts: [given[0]!.verdict], agree: true, reason: "r" });
  await approveVerdicts(house, bo, { verdicts: [given[1]!.verdict], agree: false, reason: "r" });
  await withdrawVerdicts(house, anna, [given[2]!.verdict]);
  await appealFinding(house, bo, { finding: a!.finding, reason: "r", files: ["f"], by: "institution" });
  await putOff(house, anna, { ...d!, ...until }, house.now);
  await takeUp(house, anna, { finding: d!.finding, reason: "" });
  await putOff(house, anna, { ...d!, ...until }, house.now);
  await saveView(house, anna, { name: "我的", page: "/review", query: "stage=waiting" });
  await saveView(house, anna, { name: "我的", page: "/review", query: "stage=returned" });
  await saveView(house, bo, { name: "b", page: "/review", query: "" });
  await removeView(house, bo, "b");
  const all = async () => {
    const tables = ["verdict", "finding_appeal", "finding_put_off", "saved_view"];
    const rows = await Promise.all(
      tables.map((table) => house.audit.read(sql`from query_table(${table}) order by all`)),
    );
    return { rows, found: await house.findings() };
  };
  const before = await all();
  expect(before.found.map(({ stage }) => stage)).toEqual(["appealed", "returned", "waiting", "put_off"]);
  await house.rebuild();
  expect(await all()).toEqual(before);
  expect(await savedViews(new Reader(house.audit.connection), anna)).toMatchObject([
    { name: "我的", query: "stage=returned" },
  ]);
});
