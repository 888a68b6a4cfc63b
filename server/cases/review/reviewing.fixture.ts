import { reviewedFindings, type Stage } from "../../audit/run/reviewed.ts";
import { AuditFixture, claimRow, differenceRow, stayRow } from "../../audit/run/run.fixture.ts";
import type { JournalEntry } from "../../journal/journal.ts";
import { nationalPrincipal, type Principal, type Scope } from "../../store/principal.ts";
import { Reader } from "../../store/reader.ts";
import { sql } from "../../store/sql.ts";
import { ReviewDesk } from "./desk.ts";
import type { ReviewingHouse } from "./in-turn.ts";
import { ReviewActs } from "./projected.ts";

/** A reviewer of the whole nation, or of a province. */
export const reviewer = (id: string, scope: Scope = { all: true }): Principal => ({
  ...nationalPrincipal,
  id,
  name: `${id} 先生`,
  scope,
});

export const inProvince = (code: string): Scope => ({ all: false, side: "either", provinces: [code] });

interface Found {
  finding: string;
  rule: string;
  evidenceHash: string;
  stage: Stage;
  review: string;
  claims: string[];
}

/** Findings with reviewers before them: a lane of acts, a journal in memory, a clock that stands still. */
export class ReviewFixture implements ReviewingHouse {
  readonly audit: AuditFixture;
  readonly entries: JournalEntry[] = [];
  now = new Date("2026-11-23T02:00:00Z");
  readonly review = new ReviewDesk(() => this.now);
  #lane: Promise<unknown> = Promise.resolve();

  constructor(audit: AuditFixture) {
    this.audit = audit;
  }

  /** Henan people: claims 1 and 3 in Beijing, 2 in Shanghai, each paid too much (RS-RATIO); 1 and 2 overlap (XR-01). */
  static async create(): Promise<ReviewFixture> {
    const audit = await AuditFixture.create();
    const care = (code: string) => ({ care_province: code, care_area: code });
    await audit.insert("claim", [
      claimRow(1, { ...care("110000"), visit_end: "2021-03-10" }),
      claimRow(2, { ...care("310000"), visit_end: "2021-03-20" }),
      claimRow(3, care("110000")),
    ]);
    await audit.insert("stay", [
      stayRow(1, care("110000")),
      stayRow(2, { ...care("310000"), begin_date: "2021-03-05" }),
    ]);
    await audit.insert("resettlement", [
      differenceRow(1, "1000.00"),
      differenceRow(2, "50.00"),
      differenceRow(3, "7.00"),
    ]);
    await audit.run();
    return new ReviewFixture(audit);
  }

  readonly journal = {
    append: async (actor: string, act: string, data: Record<string, unknown>): Promise<JournalEntry> => {
      const entry = { seq: this.entries.length + 1, at: this.now.toISOString(), actor, act, data, prev: "", hash: "" };
      // What the journal keeps is what it can write down.
      this.entries.push(JSON.parse(JSON.stringify(entry)));
      return this.entries.at(-1)!;
    },
  };

  readonly database = {
    act: <T>(work: (connection: AuditFixture["connection"]) => Promise<T>): Promise<T> => {
      const turn = this.#lane.then(() => work(this.audit.connection));
      this.#lane = turn.catch(() => {});
      return turn;
    },
    read: <T>(_: Principal, work: (reader: Reader) => Promise<T>): Promise<T> =>
      work(new Reader(this.audit.connection)),
  };

  /** Findings as a reviewer sees them, by rule and claims. */
  findings(principal: Principal = nationalPrincipal): Promise<Found[]> {
    return this.audit.read<Found>(
      sql`select finding, rule, evidence_hash as "evidenceHash", stage, review, claims from ${reviewedFindings(principal)} order by rule, claims`,
    );
  }

  /** The first finding of a rule about a claim. */
  async finding(rule = "RS-RATIO", claim = "C1"): Promise<Found> {
    const found = (await this.findings()).find((each) => each.rule === rule && each.claims.includes(claim));
    if (!found) throw new TypeError(`nothing of ${rule} about ${claim}`);
    return found;
  }

  async stage(finding: string): Promise<string | undefined> {
    return (await this.findings()).find((each) => each.finding === finding)?.stage;
  }

  /** Throws the tables of acts away and makes them from the journal again. */
  async rebuild(): Promise<void> {
    const acts = new ReviewActs();
    for (const entry of this.entries) acts.onEntry(entry);
    await acts.project(this.audit.connection);
  }

  close(): void {
    this.audit.close();
  }
}
