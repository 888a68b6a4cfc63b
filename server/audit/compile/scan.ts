import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import type { Relation } from "../relation.ts";
import type { Count, Counts } from "../shape.ts";
import { type CountedRows, countedByBucket, countedWhole, countName, ownerColumn } from "./bucket.ts";
import { type Driving, drivenRows } from "./driving.ts";
import { bearings, claimJoin, claimsOf, findingColumns, keyText, noTexts, nothing, ownSubject } from "./finding.ts";
import { ownerOf, type Partition, partitionOfRows } from "./partition.ts";
import { type Absent, all, applies } from "./side.ts";

/** A rule that looks at single rows: all of one relation are one scan. */
export interface Scan {
  kind: "scan";
  rule: string;
  relation: Relation;
  /** Text of the joins to what is looked up; the same for all rules that look up the same. */
  lookups: readonly { table: string; join: Sql }[];
  /** The lookup without which it speaks of no row. */
  driving: Driving | null;
  population: Sql;
  absent: readonly Absent[];
  condition: Sql;
  values: Sql;
  /** Whether a hit is a lead. */
  lead: Sql;
  partition: Partition | null;
}

/** Scans that are read together, and from where. */
interface Pass {
  scans: readonly Scan[];
  /** FROM without what else is looked up. */
  rows: Sql;
  where: Sql;
  /** Lookups that the rows bring already. */
  brought: string | null;
}

/** Several queries of one relation. */
interface Fused {
  findings: Sql;
  counts: Counts;
  once: Sql | null;
  /** The same with a row of counts for each bucket of owners, whose `subject` is the bucket. */
  onceByBucket: Sql | null;
  partition: Partition | null;
}

/**
 * All scans over one relation as one query of findings and one of counts, each reading the relation once. Rules that speak of nothing without some knowledge
 * are asked of the rows that this knowledge is about: a join for each of forty classes beside every row would cost more than all else.
 */
export function fuse(scans: readonly Scan[], dialect: Dialect): Fused {
  const { relation } = scans[0]!;
  const marked = new Map(scans.map((scan) => [scan.rule, marksOf(scan)]));
  const row = rowOf(relation, dialect);
  const free = scans.filter(({ driving }) => !driving);
  const passes: Pass[] =
    free.length > 0 ? [{ scans: free, rows: sql`${relation.rows} as "row"`, where: raw("true"), brought: null }] : [];
  const steps: Sql[] = [];
  const driven = scans.filter(({ driving }) => driving);
  for (const alike of Map.groupBy(driven, ({ driving }) => driving!.keys.map(({ own }) => own.name).join()).values()) {
    const classes = Map.groupBy(alike, ({ driving }) => driving!.table);
    const named = [...row, ...alike.flatMap(namedBy), ...alike.flatMap(({ rule }) => marked.get(rule)!.mark)];
    const { step, rows } = drivenRows(
      `looked_${steps.length + 1}`,
      relation,
      [...classes.values()].map(([first]) => first!.driving!),
      named,
    );
    steps.push(step);
    for (const [i, [brought, of]] of [...classes].entries())
      passes.push({ scans: of, rows: rows[i]!.from, where: rows[i]!.where, brought });
  }
  const start = steps.length > 0 ? sql`with ${join(steps)} ` : raw("");
  const findings = join(
    passes.map((pass) => findingsOf(pass, relation, row, marked, dialect)),
    " union all ",
  );
  const partition = together(scans);
  const { rows: counted, columns } = countsOf(passes, partition);
  const whole = countedWhole(counted);
  const byBucket = countedByBucket(counted);
  const alsoCounted = (counts: Sql) => (steps.length > 0 ? sql`${start}${findings} union all ${counts}` : null);
  return {
    findings: sql`${start}${findings}`,
    counts: { statement: sql`${start}${whole}`, byBucket: byBucket && sql`${start}${byBucket}`, columns },
    once: alsoCounted(countsAsFinding(whole, columns.length)),
    onceByBucket: byBucket && alsoCounted(bucketsAsFindings(byBucket)),
    partition,
  };
}

interface Marks {
  /** Whether the rule speaks of a row. */
  hit: Sql;
  /** What it then says; null where it does not. */
  mark: Sql;
}

function marksOf({ rule, population, absent, condition, values, lead }: Scan): Marks {
  const hit = all([population, applies(absent), condition]);
  return { hit, mark: sql`case when ${hit} then {'rule': ${rule}, 'values': ${values}, 'lead': ${lead}} end` };
}

/** What else a scan names of a row. */
const namedBy = ({ lookups, population, absent }: Scan): Sql[] => [
  ...lookups.map(({ join: each }) => each),
  population,
  ...absent.map(({ condition }) => condition),
];

/** SELECT list of what a finding takes of a row itself. */
function rowOf(relation: Relation, dialect: Dialect): Sql[] {
  const { day, ...places } = bearings(relation, "row");
  const row = {
    ...places,
    day,
    own_subject: relation.subject.columns.length > 0 ? dialect.keyText(ownSubject(relation, "row", dialect)) : nothing,
    claim_id: relation.stored.has("claim_id") ? sql`"row".claim_id` : nothing,
    claims: claimsOf(relation, "row"),
    owner: ownerOf(partitionOfRows({ relation }), "row") ?? nothing,
    row_key: keyText(relation, "row", dialect),
  };
  return Object.entries(row).map(([name, value]) => sql`${value} as ${ident(name)}`);
}

function findingsOf(
  { scans, rows, where, brought }: Pass,
  relation: Relation,
  row: readonly Sql[],
  marked: ReadonlyMap<string, Marks>,
  dialect: Dialect,
): Sql {
  const through = (relation.subject.through ?? []).map((name) => sql`cast("claim_row".${ident(name)} as varchar)`);
  const outer: Record<string, Sql> = {
    rule: raw("hit.rule"),
    subject: dialect.keyText([...through, ...(relation.subject.columns.length > 0 ? [raw("own_subject")] : [])]),
    lines: relation.ofLines ? raw("[row_key]") : noTexts,
    values: raw('hit."values"'),
    lead: raw("hit.lead"),
  };
  const columns = findingColumns.map((name) => sql`${outer[name] ?? sql`"found".${ident(name)}`} as ${ident(name)}`);
  const marks = scans.map(({ rule }) => marked.get(rule)!);
  const lookups = scans.flatMap(({ lookups }) => lookups).filter(({ table }) => table !== brought);
  return sql`select ${join(columns)} from (
    select ${join(row)}, unnest([${join(marks.map(({ mark }) => mark))}]) as hit from ${rows}${joinsOf(lookups)}
    where ${where} and (${join(
      marks.map(({ hit }) => hit),
      " or ",
    )})
  ) as "found"${claimJoin(relation, "found", "claim_row")} where hit is not null`;
}

/** Rows of one relation are parted alike; what any of the rules looks up is looked up beside them. */
function together(scans: readonly Scan[]): Partition | null {
  const parts = scans.map(({ partition }) => partition);
  if (!parts.every((part) => part !== null)) return null;
  const { sides } = parts[0]!;
  return { sides, lookups: parts.flatMap(({ lookups }) => lookups), beyond: parts.flatMap(({ beyond }) => beyond) };
}

/** Each thing is looked up once, whichever rules ask for it. */
function joinsOf(lookups: Scan["lookups"]): Sql {
  return join([...new Map(lookups.map(({ table, join: each }) => [table, each])).values()], "");
}

/** The joins to what expressions name. A lookup finds one row at most, so that what nobody names changes no number of rows. */
export function joinsNamed(lookups: Scan["lookups"], expressions: readonly Sql[]): Sql {
  return joinsOf(lookups.filter(({ table }) => expressions.some(({ text }) => text.includes(ident(table).text))));
}

/** Rows looked at and not applicable, of each rule, pass by pass; beside rows stands only what these conditions name. */
function countsOf(passes: readonly Pass[], partition: Partition | null): { rows: CountedRows[]; columns: Count[] } {
  const columns: Count[] = [];
  const rows = passes.map(({ scans, rows, where, brought }): CountedRows => {
    const conditions = scans.flatMap(({ rule, population, absent }) => {
      columns.push({ rule, counts: "looked_at", reason: null });
      return [
        all([population, applies(absent)]),
        ...absent.map(({ reason, condition }, i) => {
          columns.push({ rule, counts: "not_applicable", reason });
          return all([population, applies(absent.slice(0, i)), condition]);
        }),
      ];
    });
    const lookups = scans.flatMap(({ lookups }) => lookups).filter(({ table }) => table !== brought);
    return {
      counts: conditions.map((each) => sql`count(*) filter (where ${each})`),
      from: sql`${rows}${joinsNamed(lookups, conditions)} where ${where}`,
      owner: ownerColumn(partition, 0, "row"),
    };
  });
  return { rows, columns };
}

/** A row of counts among findings (`OwnQuery.once`): `count_0` … as a JSON list. */
export function countsAsFinding(row: Sql, count: number): Sql {
  const list = join(Array.from({ length: count }, (_, i) => countName(i)));
  return asFindings(row, { values: sql`cast(to_json([${list}]) as varchar)` });
}

const bucketsAsFindings = (rows: Sql): Sql =>
  asFindings(rows, { subject: raw("cast(bucket as varchar)"), values: raw("cast(to_json(counts) as varchar)") });

function asFindings(rows: Sql, told: Readonly<Record<string, Sql>>): Sql {
  const columns = findingColumns.map((name) => sql`${told[name] ?? raw("null")} as ${ident(name)}`);
  return sql`select ${join(columns)} from (${rows}) as "counted"`;
}
