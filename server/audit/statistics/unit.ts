import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { RuleContext } from "../compile/context.ts";
import { type FindingRow, keyText, noTexts, nothing } from "../compile/finding.ts";
import type { Side } from "../compile/side.ts";
import type { Relation, RelationColumn } from "../relation.ts";

/** Where a row is a unit, its claim is told with it. */
const told = ["person_id", "institution_code", "insured_area", "care_area"] as const;

/** What is compared: the rows of a relation with the same keys, in a period. */
export class Unit {
  readonly relation: Relation;
  readonly keys: readonly RelationColumn[];
  /** Whether each row is a unit of its own. */
  readonly single: boolean;

  constructor(relation: Relation, keys: readonly RelationColumn[]) {
    this.relation = relation;
    this.keys = keys;
    const names = new Set(keys.map(({ name }) => name));
    this.single = relation.key.every((name) => names.has(name));
  }

  /** The columns by which a row's finding is told from others, where a row is a unit: those that survive a correction. */
  get #lasting(): readonly string[] {
    return this.single && !this.relation.subject.through ? this.relation.subject.columns : [];
  }

  /** Whose and where a row is: for each part of a unit the least and the most, so that parts can be held together. */
  bearings(rows: Side, judged: Sql | null): Sql {
    const parts = this.#borne().flatMap(({ from, name }) => {
      const text = this.#judgedOnly(sql`cast(${rows.column(from)} as varchar)`, judged);
      return [
        sql`${this.over("min", text)} as ${ident(`${name}_least`)}`,
        sql`${this.over("max", text)} as ${ident(`${name}_most`)}`,
      ];
    });
    return also(join(parts));
  }

  /** The keys of a row; of millions of rows that only others are held against, nobody asks for them. */
  key(name: string, judged: Sql | null): Sql {
    return sql`${this.#judgedOnly(sql`"row".${ident(name)}`, judged)} as ${ident(name)}`;
  }

  #judgedOnly(value: Sql, judged: Sql | null): Sql {
    return this.single && judged ? sql`case when ${judged} then ${value} end` : value;
  }

  /** Of the parts of a unit: the one value that all its rows have, null where they differ. */
  agreed(): Sql {
    const parts = this.#borne().map(({ name }) => {
      const [least, most] = [ident(`${name}_least`), ident(`${name}_most`)];
      return sql`case when ${this.over("min", least)} = ${this.over("max", most)} then ${this.over("min", least)} end as ${ident(name)}`;
    });
    return also(join(parts));
  }

  /** An aggregate over the rows of a unit; the value itself where a row is a unit. */
  over(aggregate: "sum" | "min" | "max", value: Sql): Sql {
    return this.single ? value : sql`${raw(aggregate)}(${value})`;
  }

  get grouped(): Sql {
    return raw(this.single ? "" : " group by all");
  }

  /** What an explanation may show of whose and where it is, beside the unit's own keys. */
  get shown(): [name: string, value: Sql][] {
    const keys = new Set(this.keys.map(({ name }) => name));
    return this.#borne()
      .filter(({ from, name }) => name.startsWith("its_") && !keys.has(from) && !/^(person_id|claim_id)$/.test(from))
      .map(({ from, name }) => [from, sql`"row".${ident(name)}`]);
  }

  /** A unit of many rows is told by its keys and by where it is: that all its rows agree in anything else is rare, and dear to know. */
  #borne(): { from: string; name: string }[] {
    const keys = new Set(this.keys.map(({ name }) => name));
    const whose = this.single ? told : told.filter((name) => name === "care_area" && !keys.has(name));
    return [
      ...whose
        .filter((name) => this.relation.stored.has(name))
        .map((name) => ({ from: name as string, name: `its_${name}` })),
      ...(this.#knowsClaim ? [{ from: "claim_id", name: "its_claim_id" }] : []),
      ...this.#lasting.map((name) => ({ from: name, name: `lasting_${name}` })),
    ];
  }

  get #knowsClaim(): boolean {
    return this.single && this.relation.stored.has("claim_id");
  }

  /** A finding about the unit in `row`: (keys, measure, period); where a row is a unit, that row's own subject. */
  finding(measure: string, claims: Sql, values: [string, Sql][], { dialect }: RuleContext): FindingRow {
    const row = (name: string) => sql`"row".${ident(name)}`;
    const keys = this.keys.map(({ name }) => sql`cast(${row(name)} as varchar)`);
    const own = (name: string) => {
      if (this.#borne().some((borne) => borne.name === `its_${name}`)) return row(`its_${name}`);
      return this.keys.some((key) => key.name === name) ? sql`cast(${row(name)} as varchar)` : nothing;
    };
    const lasting = this.#lasting.map((name) => row(`lasting_${name}`));
    return {
      subject: dialect.keyText(lasting.length > 0 ? lasting : [...keys, sql`${measure}`, row("period")]),
      person_id: own("person_id"),
      institution_code: own("institution_code"),
      insured_area: own("insured_area"),
      care_area: own("care_area"),
      day: row("first_day"),
      claims: this.#knowsClaim ? dialect.listOf([row("its_claim_id")]) : claims,
      lines: this.single && this.relation.ofLines ? dialect.listOf([keyText(this.relation, "row", dialect)]) : noTexts,
      values: dialect.record(values),
    };
  }
}

/** Columns by name. */
export const listed = (names: readonly string[], table?: string): Sql =>
  join(names.map((name) => (table === undefined ? ident(name) : sql`${ident(table)}.${ident(name)}`)));

/** A list that follows another, empty where it is. */
export const also = (list: Sql): Sql => (list.text === "" ? raw("") : sql`, ${list}`);
