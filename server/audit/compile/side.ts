import Type, { type Static } from "typebox";
import { KNOWLEDGE } from "../../knowledge/class-table.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Expression } from "../expressions/expression.ts";
import { neverTrueWithout } from "../expressions/never-true.ts";
import { at, Refusal } from "../refusal.ts";
import { type Relation, typesOf } from "../relation.ts";
import { closed, ExpressionText, Name, RelationName, some } from "../rule/rule-schema.ts";
import type { Columns, Overlaid, RuleContext } from "./context.ts";
import type { Driving } from "./driving.ts";
import { type KeyPair, Keys, keyPairs } from "./keys.ts";
import { notSupplied } from "./not-supplied.ts";

/** What is looked up beside a row: one row of a relation, told by its whole key. */
export const LookupFile = closed({ as: Name, in: RelationName, same: Keys });

/** Where a shape starts: the rows of a relation, those of them it speaks of, and what is looked up beside each. */
export const sideKeys = {
  of: RelationName,
  where: Type.Optional(ExpressionText),
  lookup: Type.Optional(some(LookupFile)),
};
export const SideFile = closed(sideKeys);
export type SideFile = Static<typeof SideFile>;

interface Lookup {
  as: string;
  relation: Relation;
  keys: KeyPair[];
}

/** A condition under which the rule does not apply to a row, and the reason that is counted. */
export interface Absent {
  reason: string;
  condition: Sql;
}

/** Persons nobody can tell apart: rules that follow a person do not apply. */
const unknownPersons = ["quarantined", "unknown"];
const reserved = new Set(["left", "right", "other", "point", "row", "claim"]);

/** The rows of one relation in a statement, under one table alias. */
export class Side {
  readonly relation: Relation;
  /** The name rules write before the point; empty for a shape with one side. */
  readonly of: string;
  readonly lookups: readonly Lookup[];
  readonly #where: Expression | null;
  readonly #context: RuleContext;

  private constructor(
    context: RuleContext,
    relation: Relation,
    of: string,
    lookups: readonly Lookup[],
    where: Expression | null,
  ) {
    this.#context = context;
    this.relation = relation;
    this.of = of;
    this.lookups = lookups;
    this.#where = where;
  }

  /** @throws Refusal */
  static async read(file: SideFile, of: string, context: RuleContext): Promise<Side> {
    const relation = context.relation(file.of, "of");
    if (relation.register)
      throw new Refusal("a relation to start from; registers are looked up", relation.name, ["of"]);
    const lookups = await Promise.all(
      (file.lookup ?? []).map((lookup, i) => at(["lookup", i], () => lookupOf(lookup, relation, context))),
    );
    const twice = lookups.findIndex(
      ({ as }, i) => reserved.has(as) || lookups.slice(0, i).some((other) => other.as === as),
    );
    if (twice >= 0) throw new Refusal("a name of its own", lookups[twice]!.as, ["lookup", twice, "as"]);
    const side = new Side(context, relation, of, lookups, null);
    // Within its own condition a side's columns need no name before the point.
    const bare: Columns = new Map(side.columns()).set("", typesOf(relation));
    const where = file.where === undefined ? null : await context.read(file.where, bare, "where", "boolean");
    return new Side(context, relation, of, lookups, where);
  }

  get table(): string {
    return this.of || "row";
  }

  get overlaid(): Overlaid {
    return { table: this.table, columns: this.relation.stored, day: this.relation.day };
  }

  /** What expressions over this side may name. */
  columns(): Columns {
    const columns: Columns = new Map([[this.of, typesOf(this.relation)]]);
    for (const { as, relation } of this.lookups) columns.set(as, typesOf(relation));
    return columns;
  }

  /** The table that a name before the point stands for. */
  tableOf(of: string): string {
    const lookup = this.lookups.find(({ as }) => as === of);
    return lookup ? tableOfLookup(this.table, lookup) : this.table;
  }

  column(name: string): Sql {
    return sql`${ident(this.table)}.${ident(name)}`;
  }

  /** The joins to what is looked up, by the table they make: rules that look up the same make the same. */
  get joined(): { table: string; join: Sql }[] {
    return this.lookups.map((lookup) => ({ table: this.tableOf(lookup.as), join: this.#joinOf(lookup) }));
  }

  /** Knowledge that the rows must have for the rule to speak of them, if it looks any up. */
  get driving(): Driving | null {
    const where = this.#where;
    const lookup = this.lookups.find(
      ({ as, relation }) => where && relation.name.startsWith(`${KNOWLEDGE}.`) && neverTrueWithout(where, as),
    );
    return lookup ? { table: this.tableOf(lookup.as), relation: lookup.relation, keys: lookup.keys } : null;
  }

  /** FROM: the rows, and what is looked up beside them. */
  from(): Sql {
    return sql`${this.relation.rows} as ${ident(this.table)}${this.joins()}`;
  }

  joins(): Sql {
    return join([...new Map(this.joined.map(({ table, join: each }) => [table, each])).values()], "");
  }

  #joinOf({ as, relation, keys }: Lookup): Sql {
    const table = ident(this.tableOf(as));
    const equal = keys.map(({ own, other }) => sql`${table}.${ident(other.name)} = ${this.column(own.name)}`);
    return sql` left join ${relation.rows} as ${table} on ${join(equal, " and ")}`;
  }

  population(): Sql {
    if (!this.#where) return raw("true");
    return this.print(this.#where);
  }

  print(expression: Expression): Sql {
    return this.#context.print(expression, (of) => this.tableOf(of), this.overlaid);
  }

  /** Why the rule may not apply to a row: a needed column that is null, a person nobody can tell. */
  absences(followsPersons: boolean): Absent[] {
    return [...this.ownAbsences(followsPersons), ...this.lookupAbsences()];
  }

  /** Of what the row itself lacks. */
  ownAbsences(followsPersons: boolean): Absent[] {
    const absent = this.#absencesOf(this.relation.name, this.table);
    if (followsPersons && this.relation.stored.has("person_state")) {
      const unknown = join(unknownPersons.map((state) => sql`${state}`));
      absent.push({ reason: "person", condition: sql`coalesce(${this.column("person_state")} in (${unknown}), true)` });
    }
    return absent;
  }

  /** Of what could not be looked up. */
  lookupAbsences(): Absent[] {
    return this.lookups.flatMap(({ as, relation }) => this.#absencesOf(relation.name, this.tableOf(as)));
  }

  #absencesOf(relation: string, table: string): Absent[] {
    const { needs, supplied = [] } = this.#context.rule;
    const ofRelation = (need: string) => need.slice(0, need.lastIndexOf(".")) === relation;
    const columnOf = (need: string) => need.slice(need.lastIndexOf(".") + 1);
    return [
      ...needs.filter(ofRelation).map((need) => ({
        reason: need,
        condition: sql`${ident(table)}.${ident(columnOf(need))} is null`,
      })),
      ...supplied.filter(ofRelation).map((need) => ({
        reason: need,
        condition: notSupplied(this.#context.relation(relation, "supplied"), table, columnOf(need)),
      })),
    ];
  }

  /** Whether what is looked up hangs on who the person is. */
  get looksUpPersons(): boolean {
    return this.lookups.some(({ keys }) => keys.some(({ own }) => own.name === "person_id"));
  }
}

const tableOfLookup = (table: string, { relation, keys }: Lookup) =>
  [table, relation.name.replace("current.", ""), ...keys.map(({ own }) => own.name)].join("_");

async function lookupOf(
  { as, in: name, same }: Static<typeof LookupFile>,
  own: Relation,
  context: RuleContext,
): Promise<Lookup> {
  const relation = context.relation(name, "in");
  const keys = await at("same", () => keyPairs(same, own, relation));
  const told = new Set(keys.map(({ other }) => other.name));
  const open = relation.key.filter((column) => !told.has(column));
  if (open.length > 0)
    throw new Refusal(
      `the whole key of ${name}, so that one row is found: ${relation.key.join(", ")}`,
      same.join(", "),
      ["same"],
    );
  return { as, relation, keys };
}

/** All of a list of conditions; true where it is empty. */
export function all(conditions: readonly Sql[]): Sql {
  return conditions.length > 0 ? sql`(${join(conditions, " and ")})` : raw("true");
}

/** None of the reasons holds. */
export function applies(absent: readonly Absent[]): Sql {
  return all(absent.map(({ condition }) => sql`not (${condition})`));
}
