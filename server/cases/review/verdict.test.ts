import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { findingOf } from "../../audit/run/findings.ts";
import { reviewedFindings } from "../../audit/run/reviewed.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../../audit/run/run.fixture.ts";
import { labels } from "../../audit/run/verdict-terms.ts";
import { JihengError } from "../../errors.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { ReviewActs } from "./projected.ts";
import { type Judgement, VERDICT_GIVEN, VERDICT_WITHDRAWN } from "./review-acts.ts";
import { ReviewFixture } from "./reviewing.fixture.ts";
import { giveVerdict } from "./verdicts.ts";
import { withdrawVerdicts } from "./withdrawals.ts";

const IDS = [1, 2, 3, 4];
const open: AuditFixture[] = [];
afterEach(() => {
  for (const fixture of open.splice(0)) fixture.close();
});

interface Reviewed {
  finding: string;
  rule: string;
  subject: string;
  state: string;
  review: string;
  verdict: number;
  evidence_hash: string;
  claims: string[];
  shown: string[];
}

/** A house in small, its journal of verdicts, and what a person believes to have judged. */
class Story {
  readonly audit: AuditFixture;
  readonly house: ReviewFixture;
  /** Label by rule, subject and what the records said. */
  readonly judged = new Map<string, string>();

  private constructor(audit: AuditFixture) {
    this.audit = audit;
    this.house = new ReviewFixture(audit);
    open.push(audit);
  }

  static async begin(): Promise<Story> {
    const audit = await AuditFixture.create();
    await audit.insert(
      "claim",
      IDS.map((n) => claimRow(n)),
    );
    await audit.insert(
      "stay",
      IDS.map((n) => stayRow(n, { care_province: n % 2 ? "110000" : "310000" })),
    );
    await audit.insert(
      "resettlement",
      IDS.map((n) => differenceRow(n, "20.00")),
    );
    return new Story(audit);
  }

  reviewed(audit = this.audit): Promise<Reviewed[]> {
    return audit.read<Reviewed>(sql`select finding, rule, subject, state, review, verdict, evidence_hash, claims, shown
      from ${reviewedFindings(nationalPrincipal)} order by rule, subject`);
  }

  async judge(pick: number, label: Judgement["label"]): Promise<void> {
    const found = (await this.reviewed()).filter(({ state }) => state !== "closed");
    const chosen = found[pick % Math.max(found.length, 1)];
    if (!chosen) return;
    const judgement = {
      finding: chosen.finding,
      evidenceHash: chosen.evidence_hash,
      label,
      strength: "desk",
      reason: "r",
    } as const;
    try {
      await giveVerdict(this.house, nationalPrincipal, judgement);
    } catch (cause) {
      if (!(cause instanceof JihengError && cause.code === "review.already_judged")) throw cause;
      const { verdict } = (await this.reviewed()).find(({ finding }) => finding === chosen.finding)!;
      await withdrawVerdicts(this.house, nationalPrincipal, [verdict]);
      await giveVerdict(this.house, nationalPrincipal, judgement);
    }
    this.judged.set(evidenceOf(chosen), label);
  }

  /** Verdicts that were given, and those that nobody took back. */
  get given() {
    return this.house.entries.filter(({ act }) => act === VERDICT_GIVEN);
  }
  get standing() {
    const taken = new Set(
      this.house.entries.flatMap(({ act, data }) => (act === VERDICT_WITHDRAWN ? (data.verdicts as number[]) : [])),
    );
    return this.given.filter(({ seq }) => !taken.has(seq));
  }

  /** Verdicts stay with the evidence they were given on, and with no other. */
  async check(): Promise<void> {
    const reviewed = await this.reviewed();
    for (const found of reviewed) {
      const label = this.judged.get(evidenceOf(found));
      const ever = this.standing.some(({ data }) => data.rule === found.rule && data.subject === found.subject);
      expect([found.subject, found.review]).toEqual([found.subject, label ?? (ever ? "reopened" : "none")]);
    }
    const kept = await this.audit.read(sql`select verdict from verdict semi join finding using (finding)`);
    expect(kept).toHaveLength(this.given.length);
    const holding = (found: Reviewed[]) => found.filter(({ state }) => state !== "closed");
    const fresh = await this.audit.fresh();
    open.push(fresh);
    const verdicts = new ReviewActs();
    for (const entry of this.house.entries) verdicts.onEntry(entry);
    await verdicts.project(fresh.connection);
    await fresh.run();
    expect(holding(reviewed)).toEqual(holding(await this.reviewed(fresh)));
    const places = sql`select finding_place.* from finding_place join finding using (finding) where state <> 'closed' order by all`;
    expect(await this.audit.read(places)).toEqual(await fresh.read(places));
  }
}

/** What the records say, without what the parameters do; told apart from the hash on purpose. */
function evidenceOf({ rule, subject, claims, shown }: Reviewed): string {
  const values = shown.map((text) => Object.entries(JSON.parse(text)).filter(([name]) => !name.startsWith("$")));
  return JSON.stringify([rule, subject, claims, values]);
}

const id = fc.constantFrom(...IDS);
const step = fc.oneof(
  fc.record({ do: fc.constant("amount"), id, to: fc.constantFrom("0.00", "3.00", "20.00", "-40.00") }),
  fc.record({ do: fc.constant("stay"), id, to: fc.constantFrom("2021-03-01", "2021-03-08", "2021-03-20") }),
  fc.record({ do: fc.constant("reverse"), id }),
  fc.record({ do: fc.constant("restore"), id }),
  fc.record({ do: fc.constant("overlap"), to: fc.constantFrom("1", "4", "8") }),
  fc.record({ do: fc.constant("status"), to: fc.constantFrom("active", "shadow", "retired") }),
  fc.record({ do: fc.constant("judge"), id: fc.nat(20), to: fc.constantFrom(...labels) }),
  fc.record({ do: fc.constant("judge"), id: fc.nat(20), to: fc.constantFrom(...labels) }),
);
type Step = { do: string; id?: number; to?: string };

async function take(
  { audit, judge }: { audit: AuditFixture; judge: Story["judge"] },
  { do: what, id = 0, to = "" }: Step,
) {
  if (what === "judge") return judge(id, to as Judgement["label"]);
  if (what === "amount") await audit.set(`update resettlement set fund_difference = ${to} where claim_id = 'C${id}'`);
  if (what === "stay")
    await audit.set(`update stay set begin_date = '${to}', end_date = date '${to}' + 9 where visit_id = 'V${id}'`);
  if (what === "reverse")
    await audit.set(`delete from resettlement where claim_id = 'C${id}'; delete from claim where claim_id = 'C${id}'`);
  if (what === "restore") {
    const [there] = await audit.read(sql`from claim where claim_id = ${`C${id}`}`);
    if (!there) await audit.insert("claim", [claimRow(id)]);
    if (!there) await audit.insert("resettlement", [differenceRow(id, "20.00")]);
  }
  if (what === "overlap") audit.rewrite("XR-01", /overlap: \{ default: \d+/, `overlap: { default: ${to}`);
  if (what === "status") audit.rewrite("RS-RATIO", /status: \w+/, `status: ${to}`);
  await audit.run();
}

test("findings equal a run from nothing; no verdict is lost, or stands on other evidence", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 10 }), async (steps) => {
      const story = await Story.begin();
      await story.audit.run();
      for (const each of steps) await take({ audit: story.audit, judge: story.judge.bind(story) }, each);
      await story.check();
    }),
    { numRuns: Number(process.env.JIHENG_RUNS ?? 2), seed: Number(process.env.SEED ?? 1) },
  );
});

test("changed evidence reopens, and is refused under its old name; the same evidence keeps its verdict", async () => {
  const story = await Story.begin();
  await story.audit.run();
  await story.judge(0, "dismissed");
  const [before] = await story.reviewed();
  expect(before).toMatchObject({ subject: "K1|2021-03-01", review: "dismissed" });
  await story.audit.set("update resettlement set fund_difference = 21 where claim_id = 'C1'");
  await story.audit.run();
  expect((await story.reviewed())[0]).toMatchObject({ review: "reopened", state: "open" });
  const { finding, evidence_hash: evidenceHash } = before!;
  const judgement = { finding, evidenceHash, label: "confirmed", strength: "field", reason: "r" } as const;
  await expect(giveVerdict(story.house, nationalPrincipal, judgement)).rejects.toMatchObject({
    code: "finding.evidence_changed",
  });
  const stranger = { ...nationalPrincipal, scope: { all: false, side: "either", provinces: ["650000"] } } as const;
  await expect(giveVerdict(story.house, stranger, judgement)).rejects.toMatchObject({ code: "finding.not_found" });
  await story.audit.set("update resettlement set fund_difference = 20 where claim_id = 'C1'");
  await story.audit.run();
  expect((await story.reviewed())[0]).toMatchObject({ review: "dismissed" });
});

test("what was judged stays judged under another key, where its evidence names claims", async () => {
  const story = await Story.begin();
  await story.audit.run();
  await story.judge(0, "dismissed");
  const rekeyed = (claims: string) =>
    story.audit.set(
      `update finding set finding = 'another', subject = 'another', claims = ${claims} where subject in ('K1|2021-03-01', 'another')`,
    );
  const review = async () => (await story.reviewed()).find(({ subject }) => subject === "another")?.review;
  await rekeyed("claims");
  expect(await review()).toBe("dismissed");
  const said = async () =>
    (await findingOf(new Reader(story.audit.connection), nationalPrincipal, "another")).verdicts.map(
      ({ label }) => label,
    );
  expect(await said()).toEqual(["dismissed"]);
  // Without claims the same values may be of another thing.
  await rekeyed("[]");
  expect(await review()).toBe("none");
  expect(await said()).toEqual([]);
});
