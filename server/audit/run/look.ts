import type { DuckDBConnection } from "@duckdb/node-api";
import { JihengError } from "../../errors.ts";
import { execute } from "../../store/database.ts";
import { Reader, UNLIMITED } from "../../store/reader.ts";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { findingColumns } from "../compile/finding.ts";
import { type PlanStep, planRules } from "../plan.ts";
import { lackingColumns } from "../supply/lacking.ts";
import { basesOf } from "./basis.ts";
import { Cuts } from "./cuts.ts";
import { estimatedRows, TooWide } from "./estimate.ts";
import { createFoundRows } from "./found.ts";
import type { KeptCounts } from "./kept-counts.ts";
import type { Library, RunnableRule } from "./library.ts";
import { Owners, ownerText } from "./owners.ts";
import { quietSteps } from "./quiet.ts";
import { type LastRun, lastRuns, type Reach, readUnaudited } from "./reach.ts";
import { type Bounds, runBounded, TooLong } from "./statement.ts";
import { RelationViews } from "./views.ts";

/** What a rule looked at in this run; `reason` where it could not be run. */
export interface Looked {
  rule: RunnableRule;
  reach: Reach;
  lookedAt: number;
  notApplicable: Record<string, number>;
  /** Rows that the widest step of its plan was expected to give, shared by the rules of a fused scan; null where it did not run whole. */
  estimated: number | null;
  seconds: number;
  reason: string | null;
  /** The column it needs that no source brings: it was not run. */
  lacking?: string;
  /** What a next run may go on from; null where it has to begin anew. */
  basis: string | null;
  /** What the last run found, of a rule that stands. */
  stood?: number;
}

export interface LookOptions extends Bounds {
  /** Milliseconds that only grow. */
  clock(): number;
  onStep(rules: readonly string[], done: number, total: number): void;
  /** Runs every rule whole. */
  afresh?: boolean;
  /** A statement expected to make more rows is refused. */
  mostRows: number;
  /** Where counts are kept by buckets of owners; null in a run of some rules. */
  kept: KeptCounts | null;
}

/**
 * Runs the rules, planned together, into the temporary table `audit_row`: what they found, row by row; and temp.audit_scope, the standing findings of rules
 * run in part that were judged again. A rule goes on from its last run where only rows of some owners changed since; else it runs whole. A step that fails is
 * taken apart and its rules are run one by one, so that a rule fails alone; it then leaves no rows.
 */
export async function look(
  connection: DuckDBConnection,
  library: Library,
  rules: readonly RunnableRule[],
  options: LookOptions,
): Promise<Looked[]> {
  const views = new RelationViews(connection, library.stored, library.relations);
  const owners = new Owners(connection);
  const cuts = new Cuts(connection);
  try {
    const looked = await new Look(connection, library, options, { views, owners, cuts }).at(rules);
    return looked.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1));
  } finally {
    await views.close();
    await cuts.close();
    await owners.close();
  }
}

const columns = join(findingColumns.map(ident));
const nothing = { lookedAt: 0, notApplicable: {}, estimated: null, seconds: 0, reason: null };

class Look {
  readonly #connection: DuckDBConnection;
  readonly #library: Library;
  readonly #options: LookOptions;
  readonly #views: RelationViews;
  readonly #owners: Owners;
  readonly #cuts: Cuts;
  readonly #rules = new Map<string, RunnableRule>();
  #bases: ReadonlyMap<string, string> = new Map();

  constructor(
    connection: DuckDBConnection,
    library: Library,
    options: LookOptions,
    { views, owners, cuts }: { views: RelationViews; owners: Owners; cuts: Cuts },
  ) {
    this.#connection = connection;
    this.#library = library;
    this.#options = options;
    this.#views = views;
    this.#owners = owners;
    this.#cuts = cuts;
  }

  async at(rules: readonly RunnableRule[]): Promise<Looked[]> {
    const { relations } = this.#library;
    await createFoundRows(this.#connection);
    const lacking = await lackingColumns(
      this.#connection,
      rules.map(({ compiled }) => compiled.rule),
      relations,
    );
    const fed = rules.filter(({ id }) => !lacking.has(id));
    for (const rule of fed) this.#rules.set(rule.id, rule);
    await this.#views.open(this.#plan(fed));
    this.#bases = await basesOf(this.#connection, fed, relations);
    const onward = await this.#onward(fed);
    const whole = this.#plan(fed.filter(({ id }) => !onward.has(id)));
    const part = this.#plan(fed.filter(({ id, compiled }) => onward.has(id) && compiled.compiled.partition));
    const quiet = this.#plan(fed.filter(({ id, compiled }) => onward.has(id) && !compiled.compiled.partition));
    const standing = [...quiet, ...part.filter((step) => this.#owners.sizeOf(step) === 0)];
    const touched = part.filter((step) => !standing.includes(step));
    for (const step of standing) await this.#options.kept?.stand(step);
    await this.#cuts.gather(this.#owners.pools(touched), touched);
    const total = whole.length + touched.length;
    const looked: Looked[] = [];
    for (const [done, step] of [...whole, ...touched].entries()) {
      this.#options.onStep(step.rules, done, total);
      looked.push(...(await this.#take(step, touched.includes(step) ? this.#owners.of(step) : null)));
    }
    await this.#widen(touched, looked);
    await this.#owners.writeScope();
    return [...looked, ...standing.flatMap((step) => this.#stood(step, onward)), ...this.#unsupplied(rules, lacking)];
  }

  /** Rules that are run again for some owners only, or not at all, with what their last run left. */
  async #onward(rules: readonly RunnableRule[]): Promise<Map<string, LastRun>> {
    const { everything, since } = await readUnaudited(this.#connection);
    if (this.#options.afresh || everything) return new Map();
    const last = await lastRuns(this.#connection);
    const same = rules.filter(({ id }) => last.get(id)?.basis === this.#bases.get(id));
    const parted = same.filter(({ compiled }) => compiled.compiled.partition);
    await this.#owners.gather(this.#plan(parted), since);
    const undivided = this.#plan(same.filter((rule) => !parted.includes(rule)));
    const quiet = await quietSteps(this.#connection, undivided, this.#library.relations, since);
    const onward = [...parted.map(({ id }) => id), ...quiet.flatMap((step) => step.rules)];
    return new Map(onward.map((id) => [id, last.get(id)!]));
  }

  #plan(rules: readonly RunnableRule[]): readonly PlanStep[] {
    return planRules(
      rules.map(({ compiled }) => compiled),
      this.#library.relations,
    ).steps;
  }

  /** Findings of rules run in part may stand on rows of further owners, who then have to be run again with them. */
  async #widen(steps: readonly PlanStep[], looked: Looked[]): Promise<void> {
    for (let again = steps; again.length > 0; ) {
      const wider = new Set<string>();
      for (const table of new Set(again.map((step) => this.#owners.of(step))))
        if (await this.#owners.widenByFound(table)) wider.add(table);
      again = steps.filter((step) => wider.has(this.#owners.of(step)));
      await this.#cuts.gather(this.#owners.pools(again), again);
      for (const step of again) {
        const failed = looked.some(({ rule, reason }) => step.rules.includes(rule.id) && reason !== null);
        if (failed) continue;
        await execute(this.#connection, sql`delete from audit_row where rule in (${join(step.rules)})`);
        const renewed = await this.#take(step, this.#owners.of(step));
        for (const each of renewed) looked[looked.findIndex(({ rule }) => rule.id === each.rule.id)] = each;
      }
    }
  }

  async #take(step: PlanStep, owners: string | null): Promise<Looked[]> {
    const parts = await this.#tryStep(step, owners);
    if (step.rules.length === 1 || parts.every(({ reason }) => reason === null)) return parts;
    const alone: Looked[] = [];
    for (const id of step.rules) {
      const [own] = this.#plan([this.#rules.get(id)!]);
      alone.push(...(await this.#tryStep(own!, owners)));
    }
    return alone;
  }

  /** Counts first: a step whose findings fail has then left nothing. The time of a fused step is shared evenly. */
  async #tryStep(step: PlanStep, owners: string | null): Promise<Looked[]> {
    const { clock } = this.#options;
    const started = clock();
    const ended = () => (clock() - started) / 1000 / step.rules.length;
    const reach: Reach = owners === null ? "whole" : "part";
    let estimated: number | null = null;
    try {
      let counted: readonly unknown[];
      if (owners !== null) counted = await this.#lookAt(owners, step);
      else if (step.once) {
        const byBucket = this.#options.kept && step.onceByBucket;
        estimated = await this.#find(byBucket ?? step.once);
        counted = await (byBucket ? this.#options.kept!.takeWhole(step) : this.#takeCounts());
      } else {
        counted = await this.#count(step);
        estimated = await this.#find(step.findings);
      }
      const seconds = ended();
      return step.rules.map((id) => ({
        ...{ rule: this.#rules.get(id)!, reach, estimated, seconds, reason: null, basis: this.#bases.get(id)! },
        ...countsOf(id, step, counted),
      }));
    } catch (cause) {
      if (cause instanceof JihengError && cause.code === "store.interrupted") throw cause;
      if (cause instanceof TooWide) estimated = cause.estimated;
      const [seconds, reason] = [ended(), reasonOf(cause, step.rules)];
      return step.rules.map((id) => ({
        ...nothing,
        ...{ rule: this.#rules.get(id)!, reach, estimated, seconds, reason, basis: null },
      }));
    }
  }

  async #count(step: PlanStep): Promise<readonly unknown[]> {
    const { counts } = step;
    if (this.#options.kept && counts.byBucket) return this.#options.kept.countWhole(step, this.#options);
    const { columns } = await runBounded(this.#connection, counts.statement, this.#options);
    return columns.map(([count]) => count);
  }

  /** Takes the row of counts that came with findings (`OwnQuery.once`) out of temp.audit_row. */
  async #takeCounts(): Promise<readonly unknown[]> {
    const { counts } = await new Reader(this.#connection, UNLIMITED).one<{ counts: string }>(
      raw(`select "values" as counts from temp.audit_row where rule is null`),
    );
    await execute(this.#connection, "delete from temp.audit_row where rule is null");
    return JSON.parse(counts) as number[];
  }

  /** Writes what a step finds into temp.audit_row, unless its plan expects too much; gives how many rows that was. */
  async #find(findings: Sql): Promise<number> {
    const { mostRows } = this.#options;
    const estimated = await estimatedRows(this.#connection, findings);
    if (estimated > mostRows) throw new TooWide(estimated, mostRows);
    await runBounded(this.#connection, sql`insert into audit_row (${columns}) ${findings}`, this.#options);
    return estimated;
  }

  /** What a step finds for some owners; they are fewer rows than it was let have when it ran whole. Counts what it looks at, in all. */
  async #lookAt(owners: string, step: PlanStep): Promise<readonly unknown[]> {
    const kept = this.#options.kept?.knows(step) ? this.#options.kept : null;
    const counted = kept ? [] : await this.#count(step);
    const pool = this.#owners.poolOf(step);
    await this.#views.cutDown(step.partition!, this.#cuts, pool);
    try {
      await runBounded(
        this.#connection,
        sql`insert into audit_row (${columns}) select ${columns} from (${step.findings}) as "found"
          where owner in (select ${ownerText} from ${ident(owners)})`,
        this.#options,
      );
      return kept ? await kept.countAgain(step, this.#cuts.bucketsOf(pool), this.#options) : counted;
    } finally {
      await this.#views.restore(step.partition!);
    }
  }

  #stood({ rules }: PlanStep, onward: ReadonlyMap<string, LastRun>): Looked[] {
    return rules.map((id) => {
      const { lookedAt, notApplicable, found, basis } = onward.get(id)!;
      return {
        ...nothing,
        ...{ rule: this.#rules.get(id)!, reach: "stands", lookedAt, notApplicable, stood: found, basis },
      };
    });
  }

  #unsupplied(rules: readonly RunnableRule[], lacking: ReadonlyMap<string, string>): Looked[] {
    return rules.flatMap((rule) => {
      const column = lacking.get(rule.id);
      return column === undefined ? [] : [{ ...nothing, rule, reach: "whole", lacking: column, basis: null }];
    });
  }
}

function countsOf(id: string, { counts }: PlanStep, counted: readonly unknown[]) {
  const notApplicable: Record<string, number> = {};
  let lookedAt = 0;
  for (const [i, { rule, counts: what, reason }] of counts.columns.entries()) {
    const rows = Number(counted[i] ?? 0);
    if (rule !== id || rows === 0) continue;
    if (what === "looked_at") lookedAt += rows;
    else notApplicable[reason!] = (notApplicable[reason!] ?? 0) + rows;
  }
  return { lookedAt, notApplicable };
}

/** The kind of a failure; its text may hold values of records and is for the log only. */
function reasonOf(cause: unknown, rules: readonly string[]): string {
  if (cause instanceof TooLong || cause instanceof TooWide) return cause.message;
  const text = cause instanceof Error ? cause.message : String(cause);
  process.stderr.write(`rules ${rules.join(", ")}: ${text}\n`);
  return /^([A-Za-z ]+ Error)\b/.exec(text)?.[1] ?? "the statement failed";
}

/** Findings of each rule: rows with one subject are one, and those of owners that were not run again stand. */
export async function foundBy(connection: DuckDBConnection, looked: readonly Looked[]): Promise<Map<string, number>> {
  const inPart = looked.flatMap(({ rule, reach }) => (reach === "part" ? [rule.id] : []));
  const standing: Sql = inPart.length > 0 ? sql`rule in (${join(inPart)})` : raw("false");
  const rows = await new Reader(connection, UNLIMITED).rows<{ rule: string; found: number }>(sql`
    select rule, sum(found)::bigint as found from (
      select rule, count(distinct subject) as found from audit_row group by rule
      union all
      select rule, count(*) from finding anti join temp.audit_scope using (finding) where state <> 'closed' and ${standing} group by rule
    ) group by rule`);
  return new Map([
    ...rows.map(({ rule, found }) => [rule, found] as const),
    ...looked.flatMap(({ rule, stood }) => (stood === undefined ? [] : [[rule.id, stood] as const])),
  ]);
}
