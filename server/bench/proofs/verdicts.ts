import { rm } from "node:fs/promises";
import path from "node:path";
import { runAudit, STATEMENT_LIMIT_MS } from "../../audit/run/audit.ts";
import { reviewedFindings } from "../../audit/run/reviewed.ts";
import { labels } from "../../audit/run/verdict-terms.ts";
import { giveVerdict } from "../../cases/review/verdicts.ts";
import { catchUpFacts, neededFor } from "../../facts/fact.ts";
import { derivedFacts } from "../../jobs/after-load.ts";
import { declareCompleteness, parseDeclarations } from "../../jobs/declare-completeness.ts";
import type { House } from "../../jobs/house.ts";
import { putInForce } from "../../settle/policies/in-force.ts";
import { shippedSources } from "../../settle/policies/sources.ts";
import { nationalPrincipal } from "../../store/principal.ts";
import { sql } from "../../store/sql.ts";
import { type Proof, type ProofOptions, seededRandom, shuffled } from "../proof.ts";
import { type Sample, toCsv } from "../sample.ts";
import { inScratch, loadText, scratchConfig, withHouse } from "../scratch.ts";
import { Ledger, type Seen } from "../verdicts/ledger.ts";
import { Patients } from "../verdicts/patients.ts";
import { Authored } from "../verdicts/rules.ts";

const VERDICTS = 1000;
const ROUNDS = 30;
/** From this size on claims are settled again after every round. */
const SETTLING = 0.1;
/** Acts of a round, for a thousand verdicts. */
const ACTS = 120;

/**
 * Verdicts on findings of loaded records, then rounds of what happens afterwards: corrections and their withdrawal, reversals with a new settlement,
 * members that come late, persons found to be one, new versions of rules. After each the house stands beside a ledger of its own. At the end the database
 * is deleted and comes back from raw batches and journal.
 */
export default {
  name: "verdicts",
  about:
    "no verdict is lost, none stands on other evidence, nothing dismissed returns unchanged, nor after the database was deleted",
  run: (options: ProofOptions) =>
    inScratch(async (root) => {
      const config = scratchConfig(root);
      const story = new Story(root, options);
      await withHouse(config, (house) => story.tell(house));
      for (const name of ["jiheng.duckdb", "jiheng.duckdb.wal"])
        await rm(path.join(config.dataDir, name), { force: true });
      await withHouse(config, (house) => story.afterwards(house));
      return { counts: story.counts, failures: story.failures };
    }),
} satisfies Proof;

class Story {
  readonly counts: Record<string, number> = {};
  readonly failures: string[] = [];
  readonly #root: string;
  readonly #options: ProofOptions;
  readonly #random: () => number;
  readonly #ledger = new Ledger();
  readonly #rules: Authored;
  /** A small run leaves re-settlement out: it takes most of the time of a round. */
  readonly #settles: boolean;
  #open = new Map<string, string>();

  constructor(root: string, options: ProofOptions) {
    this.#root = root;
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#settles = options.size >= SETTLING;
    this.#rules = new Authored(this.#settles);
  }

  async tell(house: House): Promise<void> {
    const { size, progress, signal } = this.#options;
    const wanted = Math.max(20, Math.round(VERDICTS * size));
    const patients = new Patients(Math.ceil(wanted / 1.5), this.#random);
    const first = new Map(patients.records().map((visit) => [visit.setl_id!, { ...visit }]));
    await declareCompleteness(house, nationalPrincipal, parseDeclarations(["410000=complete@2021-01-01..2021-12-31"]));
    await this.#load(house, patients.records(), 0);
    await this.#audit(house);
    await this.#judge(house, wanted);
    const rounds = Math.max(2, Math.round(ROUNDS * Math.min(1, size * 4)));
    for (let round = 1; round <= rounds && !signal.aborted; round++) {
      progress({ phase: "prove", subject: `verdicts ${round}/${rounds}`, done: round, total: rounds });
      await this.#happen(house, patients, first, round, Math.max(4, Math.round(ACTS * size)));
      await this.#audit(house);
      await this.#check(house, `round ${round}`);
      await this.#judge(house, Math.ceil(wanted / 50));
    }
  }

  /** The same house, its database made from raw batches and journal. */
  async afterwards(house: House): Promise<void> {
    await this.#audit(house);
    await this.#check(house, "after the database was deleted");
    const open = await this.#reviews(house);
    const other = [...this.#open].filter(([finding, review]) => open.get(finding) !== review);
    this.counts["findings open at the end"] = this.#open.size;
    this.counts["open and judged alike after the database was deleted"] = this.#open.size - other.length;
    if (other.length > 0 || open.size !== this.#open.size)
      this.failures.push(
        `${open.size} open findings after the database was deleted, ${this.#open.size} before; ${other.length} unlike`,
      );
  }

  async #happen(house: House, patients: Patients, first: Map<string, Sample>, round: number, acts: number) {
    const records: Sample[] = [];
    const links: object[] = [];
    for (let act = 0; act < acts; act++) {
      const chance = this.#random();
      if (chance < 0.3) records.push(...this.#count("corrections", patients.correct()));
      else if (chance < 0.5) records.push(...this.#count("withdrawn corrections", patients.restore(first)));
      else if (chance < 0.7) records.push(...this.#count("reversals with a new settlement", patients.reverse()));
      else if (chance < 0.9) records.push(...this.#count("late members", patients.lateMember()));
      else links.push(...this.#count("merges of persons", patients.merge()));
    }
    this.#rules.change(this.#random);
    this.counts["new versions of rules"] = (this.counts["new versions of rules"] ?? 0) + 1;
    await this.#load(house, records, round);
    if (links.length > 0) await loadText(house, this.#root, `person_link_${round}.csv`, toCsv(links as Sample[]));
  }

  #count<T>(what: string, made: T[]): T[] {
    if (made.length > 0) this.counts[what] = (this.counts[what] ?? 0) + 1;
    return made;
  }

  /** A record sent twice in a round: the later one counts, and both are sent. */
  async #load(house: House, records: readonly Sample[], round: number): Promise<void> {
    if (records.length > 0) await loadText(house, this.#root, `setl_d_${round}.csv`, toCsv(records));
  }

  async #audit(house: House): Promise<void> {
    const { signal } = this.#options;
    const { rules } = await house.database.bulk(async (connection) => {
      if (this.#settles) await putInForce(connection, shippedSources(), house.folder.stage);
      const facts = await derivedFacts();
      const few = new Set(["event", "current"].flatMap((name) => neededFor(name, facts)));
      await catchUpFacts(connection, this.#settles ? facts : facts.filter((fact) => few.has(fact)));
      return runAudit(connection, {
        actor: "proof",
        sources: this.#rules.sources,
        signal,
        limitMs: STATEMENT_LIMIT_MS,
        now: () => new Date(),
        clock: () => performance.now(),
        onStep: () => {},
      });
    });
    for (const { rule, state, reason } of rules)
      if (state !== "done") this.failures.push(`${rule} ${state}: ${reason}`);
    this.counts.audits = (this.counts.audits ?? 0) + 1;
  }

  async #judge(house: House, wanted: number): Promise<void> {
    const open = (await this.#seen(house)).filter(
      ({ state, review }) => state === "open" && ["none", "reopened"].includes(review),
    );
    for (const seen of shuffled(open, this.#random).slice(0, wanted)) {
      const label = labels[Math.floor(this.#random() * labels.length)]!;
      const judgement = {
        finding: seen.finding,
        evidenceHash: seen.evidence_hash,
        label,
        strength: "desk",
        reason: "样例",
      } as const;
      await giveVerdict(house, nationalPrincipal, judgement);
      this.#ledger.judge(seen, label);
    }
    this.counts.verdicts = this.#ledger.given;
  }

  async #check(house: House, when: string): Promise<void> {
    const seen = await this.#seen(house);
    const [kept] = await house.database.read(nationalPrincipal, (reader) =>
      reader.rows<{ verdicts: number; findings: string[] }>(
        sql`select count(*) as verdicts, list(distinct finding) as findings from verdict`,
      ),
    );
    if (kept!.verdicts !== this.#ledger.given)
      this.failures.push(`${when}: ${kept!.verdicts} verdicts, ${this.#ledger.given} were given`);
    this.failures.push(...this.#ledger.against(seen, new Set(kept!.findings)).map((wrong) => `${when}: ${wrong}`));
    this.counts["findings compared"] = (this.counts["findings compared"] ?? 0) + seen.length;
    this.#open = await this.#reviews(house);
  }

  async #reviews(house: House): Promise<Map<string, string>> {
    return new Map(
      (await this.#seen(house)).flatMap(({ finding, state, review }) => (state === "open" ? [[finding, review]] : [])),
    );
  }

  #seen(house: House): Promise<(Seen & { evidence_hash: string })[]> {
    return house.database.read(nationalPrincipal, (reader) =>
      reader.rows(sql`select finding, rule, subject, state, review, evidence_hash, claims, lines, shown
        from ${reviewedFindings(nationalPrincipal)} order by finding`),
    );
  }
}
