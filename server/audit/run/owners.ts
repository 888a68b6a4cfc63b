import type { DuckDBConnection } from "@duckdb/node-api";
import { execute } from "../../store/database.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Partition } from "../compile/partition.ts";
import type { PlanStep } from "../plan.ts";
import type { Pool } from "./cuts.ts";

/** Owners that are run again for some rules: the column `value` of a temporary table. */
interface OwnerSet {
  table: string;
  partition: Partition;
  rules: string[];
  size: number;
}

/** The key of an owner as findings keep it; empty for rows without one. */
export const ownerText = raw("coalesce(cast(value as varchar), '')");
const temporary = ["audit_owner", "audit_shaken"];

/**
 * Which owners are run again, by how rules part their rows. Owners that speak about one subject together are run again together, so a set grows until no finding
 * has owners within and without.
 */
export class Owners {
  readonly #connection: DuckDBConnection;
  readonly #sets = new Map<string, OwnerSet>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Makes the sets of steps that can be run in part. @param since the first batch that no audit has taken */
  async gather(steps: readonly PlanStep[], since: number): Promise<void> {
    for (const { partition, rules } of steps) {
      const key = keyOf(partition!);
      const known = this.#sets.get(key);
      if (known) known.rules.push(...rules);
      else
        this.#sets.set(key, {
          table: `audit_owners_${this.#sets.size}`,
          partition: partition!,
          rules: [...rules],
          size: 0,
        });
    }
    await this.#ofFindings();
    for (const set of this.#sets.values()) {
      const type = typeOf(set.partition);
      await this.#run(sql`create or replace temp table ${ident(set.table)} (value ${raw(type)})`);
      await this.#add(
        set,
        sql`select distinct try_cast(value as ${raw(type)}) from (${touched(set.partition, since)}) as touched(value)`,
      );
      await this.#widen(set, raw("select finding from temp.audit_shaken"));
      // Rows without an owner are read with any others.
      await this.#run(
        sql`insert into ${ident(set.table)} select null from ${ident(set.table)} having count(*) > 0 and count(*) = count(value)`,
      );
      await this.#widen(set, raw("select null"));
    }
  }

  /** The table of a step's owners. */
  of({ partition }: PlanStep): string {
    return this.#set(partition!).table;
  }

  /** The pool that a step's owners belong to: those of columns of one name and type. */
  poolOf({ partition }: PlanStep): string {
    const { column } = partition!.sides[0]!;
    return `${column} ${typeOf(partition!)}`;
  }

  /** The pools of some steps, with all owners of theirs. */
  pools(steps: readonly PlanStep[]): Pool[] {
    const pools = new Map<string, Pool>();
    for (const step of steps) {
      const name = this.poolOf(step);
      const pool = pools.get(name) ?? { name, type: typeOf(step.partition!), owners: [] };
      pools.set(name, pool);
      if (!pool.owners.includes(this.of(step))) pool.owners.push(this.of(step));
    }
    return [...pools.values()];
  }

  /** How many owners a step has; null stands for those who have none. */
  sizeOf({ partition }: PlanStep): number {
    return this.#set(partition!).size;
  }

  /**
   * Takes in the owners of findings that were found again, of the steps of a set, whose rows are in temp.audit_row. Whether there were more: what was found
   * is then not all there is.
   */
  async widenByFound(table: string): Promise<boolean> {
    const set = [...this.#sets.values()].find((each) => each.table === table)!;
    const before = set.size;
    await this.#widen(
      set,
      sql`select left(sha256(rule || ' ' || subject), 32) from temp.audit_row where rule in (${join(set.rules)})`,
    );
    return set.size > before;
  }

  /** temp.audit_scope: the findings that stood and are judged again. */
  async writeScope(): Promise<void> {
    const scopes = [...this.#sets.values()].map((set) => sql`select distinct finding from ${this.#within(set)}`);
    await this.#run(
      sql`create or replace temp table audit_scope as ${scopes.length > 0 ? join(scopes, " union all ") : raw("select cast(null as varchar) as finding limit 0")}`,
    );
  }

  async close(): Promise<void> {
    const tables = [...temporary, ...[...this.#sets.values()].map(({ table }) => table)];
    for (const table of tables) await this.#run(sql`drop table if exists temp.${ident(table)}`);
  }

  /** Findings that stand, by their owners; and those shaken since the last audit though no row of theirs may have changed: they show or place their claims. */
  async #ofFindings(): Promise<void> {
    const rules = [...this.#sets.values()].flatMap((set) => set.rules);
    const standing = sql`state <> 'closed' and ${rules.length > 0 ? sql`rule in (${join(rules)})` : raw("false")}`;
    await this.#run(sql`create or replace temp table audit_owner as
      select rule, finding, unnest(owners) as owner from finding where ${standing}`);
    await this.#run(sql`create or replace temp table audit_shaken as
      select finding from (select finding, unnest(claims) as claim_id from finding where ${standing})
      where claim_id in (select claim_id from unaudited where kind = 'claim')
      union
      select finding from finding where ${standing} and len(claims) = 0 and (
        person_id in (select cast(person_id as varchar) from unaudited where kind = 'claim')
        or institution_code in (select institution_code from unaudited where kind = 'claim'))`);
  }

  /** Takes in all owners of findings, and so on. */
  async #widen(set: OwnerSet, findings: Sql): Promise<void> {
    const type = typeOf(set.partition);
    const ofRules = sql`temp.audit_owner where rule in (${join(set.rules)})`;
    let added = 1;
    while (added > 0)
      added = await this.#add(
        set,
        sql`select distinct try_cast(nullif(owner, '') as ${raw(type)}) from ${ofRules} and finding in (
          select finding from ${this.#within(set)} union all ${findings}
        ) except select value from ${ident(set.table)}`,
      );
  }

  #within(set: OwnerSet): Sql {
    return sql`(select finding from temp.audit_owner where rule in (${join(set.rules)})
      and owner in (select ${ownerText} from ${ident(set.table)}))`;
  }

  #set(partition: Partition): OwnerSet {
    return this.#sets.get(keyOf(partition))!;
  }

  async #add(set: OwnerSet, owners: Sql): Promise<number> {
    const { text, values } = sql`insert into ${ident(set.table)} ${owners}`;
    const { rowsChanged } = await this.#connection.run(text, [...values]);
    set.size += rowsChanged;
    return rowsChanged;
  }

  #run(statement: Sql): Promise<void> {
    return execute(this.#connection, statement);
  }
}

/** The type of owners in the database. */
const typeOf = ({ sides: [first] }: Partition): string => first!.relation.stored.get(first!.column)!;

/** Owners of rows that changed, and of rows beside which something else is looked up now. */
function touched({ sides, lookups }: Partition, since: number): Sql {
  const changed = sides.map(({ relation, column }) => sql`select * from (${relation.changed(column, since)!})`);
  const besides = lookups.map(({ side, relation, own, other }) => {
    const values = sql`select * from (${relation.changed(other, since)!})`;
    if (own === side.column) return values;
    return sql`select ${ident(side.column)} from ${side.relation.rows} where ${ident(own)} in (${values})`;
  });
  return join([...new Map([...changed, ...besides].map((each) => [each.text, each])).values()], " union all ");
}

/** Rules that part their rows alike and look up the same have their owners in common. */
function keyOf({ sides, lookups }: Partition): string {
  const parted = sides.map(({ relation, column }) => `${relation.name}.${column}`);
  const looked = lookups.map(
    ({ side, relation, own, other }) => `${side.relation.name}.${own} ${relation.name}.${other}`,
  );
  return JSON.stringify([parted, [...new Set(looked)].sort()]);
}
