import { readFileSync } from "node:fs";
import type { Catalogue } from "../../../datasets/catalogue/catalogue.ts";
import type { ReadPolicy } from "../../../datasets/policies/policies.ts";
import { catchUpFacts, type Fact, facts, neededFor } from "../../facts/fact.ts";
import { FactsFixture } from "../../facts/facts.fixture.ts";
import { loadCharges } from "../../settle/policies/charges.ts";
import { loadTerms } from "../../settle/policies/terms.ts";
import { type RuleSource, rulesHome } from "../rule/rule-sources.ts";
import { type AuditOptions, type AuditResult, runAudit } from "./audit.ts";

/** What stands after a run, without the number of the run that looked last. */
export interface AuditState {
  findings: Record<string, unknown>[];
  places: Record<string, unknown>[];
  rules: Record<string, unknown>[];
}

/** A house whose facts are followed from batch to batch, and audited. */
export class FollowedHouse {
  readonly facts: FactsFixture;
  sources: RuleSource[];
  readonly #wanted: readonly Fact[];
  readonly #shipped: readonly RuleSource[];
  #terms = 0;
  #time = Date.parse("2024-07-01T00:00:00Z");

  private constructor(fixture: FactsFixture, wanted: readonly Fact[], rules: readonly RuleSource[]) {
    this.facts = fixture;
    this.#wanted = wanted;
    this.#shipped = rules;
    this.sources = [...rules];
  }

  /** @param rules ids of shipped rules, each with other words put into its text */
  static async create(rules: Readonly<Record<string, readonly OtherWords[]>>): Promise<FollowedHouse> {
    const fixture = await FactsFixture.create([]);
    const folders = ["../../settle/relations/", "../changes/relations/"].map((path) => new URL(path, import.meta.url));
    const wanted = neededFor("unaudited", await facts(folders));
    const shipped = Object.entries(rules).map(([id, words]) => reworded(shippedRule(id), words));
    const house = new FollowedHouse(fixture, wanted, shipped);
    await fixture.connection.run("create table meta (name varchar, value varchar)");
    await house.inForce([]);
    await house.listed({ items: [], differences: [] });
    return house;
  }

  /** Empties everything but policies and catalogue. */
  async clear(): Promise<void> {
    await this.facts.clear();
    this.sources = [...this.#shipped];
    for (const table of ["fact_state", "completeness", "audit_run", "audit_run_rule"])
      await this.#run(`delete from ${table}`);
    for (const table of ["finding", "finding_place", "finding_history"]) await this.#run(`delete from ${table}`);
  }

  async catchUp(): Promise<void> {
    await catchUpFacts(this.facts.connection, this.#wanted);
  }

  async inForce(files: readonly ReadPolicy[]): Promise<void> {
    await loadTerms(this.facts.connection, files);
    await this.#otherTerms();
  }

  async listed(catalogue: Catalogue): Promise<void> {
    await loadCharges(this.facts.connection, catalogue);
    await this.#otherTerms();
  }

  /** Puts other words into the shipped text of a rule. */
  rewrite(id: string, ...words: OtherWords): void {
    this.sources = this.#shipped.map((source) =>
      source.file.endsWith(`/${id}.yaml`) ? reworded(source, [words]) : source,
    );
  }

  /** Leaves out all rules but some, until it is cleared. */
  keep(...ids: readonly string[]): void {
    this.sources = this.#shipped.filter(({ file }) => ids.some((id) => file.endsWith(`/${id}.yaml`)));
  }

  audit(options: Partial<AuditOptions> = {}): Promise<AuditResult> {
    return runAudit(this.facts.connection, {
      actor: "test",
      sources: this.sources,
      signal: new AbortController().signal,
      limitMs: 60_000,
      clock: () => 0,
      now: () => {
        this.#time += 1000;
        return new Date(this.#time);
      },
      onStep: () => {},
      ...options,
    });
  }

  async state({ rules }: AuditResult): Promise<AuditState> {
    return {
      findings: await this.facts.rows("select * exclude (last_run) from finding order by rule, subject"),
      places: await this.facts.rows("from finding_place order by all"),
      rules: rules.map(({ rule, state, lookedAt, notApplicable, found }) => ({
        rule,
        state,
        lookedAt,
        notApplicable,
        found,
      })),
    };
  }

  /** As files of another content would: by their hash. */
  async #otherTerms(): Promise<void> {
    await this.#run("delete from meta where name = 'terms'");
    await this.#run(`insert into meta values ('terms', '${++this.#terms}')`);
  }

  async #run(text: string): Promise<void> {
    await this.facts.connection.run(text);
  }
}

/** What stands in a text, and what is put in its place. */
type OtherWords = readonly [from: string, to: string];

/** Throws where the text no longer says so. */
function reworded(source: RuleSource, words: readonly OtherWords[]): RuleSource {
  const text = words.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new TypeError(`${source.file} does not say "${from}"`);
    return text.replace(from, to);
  }, source.text);
  return { ...source, text };
}

function shippedRule(id: string): RuleSource {
  const file = `${id.startsWith("RS") ? "resettlement" : "cross-province"}/${id}.yaml`;
  return { file, text: readFileSync(new URL(file, rulesHome), "utf8") };
}
