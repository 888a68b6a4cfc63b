import type { Catalogue } from "../../datasets/catalogue/catalogue.ts";
import type { ReadPolicy } from "../../datasets/policies/policies.ts";
import { type CaughtUp, catchUpFacts, type Fact, facts } from "../facts/fact.ts";
import { FactsFixture } from "../facts/facts.fixture.ts";
import { loadCharges } from "./policies/charges.ts";
import { loadTerms } from "./policies/terms.ts";

const own = new URL("relations/", import.meta.url);
const read = ["person_resolution", "claim", "line", "resettlement"];
/** What a refresh must leave as a full build does. */
const relations = ["resettlement", "resettlement_systemic", "policy_agreement", "resettled_under"];

/** Rows by relation, in a fixed order. */
type Stored = Record<string, Record<string, unknown>[]>;

/** Days declared complete: area, scheme, care group, from, to. */
export type DeclaredDays = readonly [area: string, scheme: string, care: string, from: string, to: string];

/** The facts that settlement reads and `resettlement`, over a fixture whose policies, catalogue and declarations a test changes. */
export class SettleFixture {
  readonly facts: FactsFixture;
  readonly #wanted: readonly Fact[];
  #terms = 0;

  private constructor(fixture: FactsFixture, wanted: readonly Fact[]) {
    this.facts = fixture;
    this.#wanted = wanted;
  }

  static async create(): Promise<SettleFixture> {
    const fixture = await FactsFixture.create([]);
    const wanted = (await facts([own])).filter(({ name }) => read.includes(name));
    const settle = new SettleFixture(fixture, wanted);
    await fixture.connection.run("create table meta (name varchar, value varchar)");
    await settle.inForce([]);
    await settle.listed({ items: [], differences: [] });
    return settle;
  }

  /** Empties everything but policies and catalogue. */
  async clear(): Promise<void> {
    await this.facts.clear();
    await this.facts.connection.run("delete from fact_state");
    await this.declare([]);
  }

  catchUp(): Promise<CaughtUp> {
    return catchUpFacts(this.facts.connection, this.#wanted);
  }

  async inForce(files: readonly ReadPolicy[]): Promise<void> {
    await loadTerms(this.facts.connection, files);
    await this.#otherTerms();
  }

  async listed(catalogue: Catalogue): Promise<void> {
    await loadCharges(this.facts.connection, catalogue);
    await this.#otherTerms();
  }

  async declare(days: readonly DeclaredDays[]): Promise<void> {
    const { connection } = this.facts;
    await connection.run("delete from completeness");
    for (const [area, scheme, care, from, to] of days) {
      await connection.run(
        `insert into completeness by name select 1 as declaration, '${area}' as area, '${scheme}' as scheme, '${care}' as care_group,
          date '${from}' as valid_from, date '${to}' as valid_to, 'complete' as state`,
      );
    }
  }

  /** What stands now, and what stands after settling everything anew. */
  async beside(): Promise<{ incremental: Stored; full: Stored }> {
    const incremental = await this.#state();
    await this.facts.connection.run("update fact_state set definition_hash = '' where fact = 'resettlement'");
    await this.catchUp();
    return { incremental, full: await this.#state() };
  }

  async #state(): Promise<Stored> {
    const found: Stored = {};
    for (const name of relations) found[name] = await this.facts.rows(`from ${name} order by all`);
    return found;
  }

  /** As files of another content would: by their hash. */
  async #otherTerms() {
    const { connection } = this.facts;
    await connection.run("delete from meta where name = 'terms'");
    await connection.run(`insert into meta values ('terms', '${++this.#terms}')`);
  }
}
