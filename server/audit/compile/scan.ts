import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Dialect } from "../expressions/dialect.ts";
import type { Relation } from "../relation.ts";
import type { Count, Counts } from "../shape.ts";
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
  population: Sql;
  absent: readonly Absent[];
  condition: Sql;
  values: Sql;
  /** Whether a hit is a lead. */
  lead: Sql;
  partition: Partition | null;
}

/** All scans over one relation as one query of findings and one of counts, each reading the relation once. */
export function fuse(
  scans: readonly Scan[],
  dialect: Dialect,
): { findings: Sql; counts: Counts; partition: Partition | null } {
  const { relation } = scans[0]!;
  const from = sql`${relation.rows} as "row"${joinsOf(scans.flatMap(({ lookups }) => lookups))}`;
  const hits = scans.map(({ population, absent, condition }) => all([population, applies(absent), condition]));
  const marks = scans.map(
    ({ rule, values, lead }, i) =>
      sql`case when ${hits[i]!} then {'rule': ${rule}, 'values': ${values}, 'lead': ${lead}} end`,
  );
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
  const inner = Object.entries(row).map(([name, value]) => sql`${value} as ${ident(name)}`);
  const through = (relation.subject.through ?? []).map((name) => sql`cast("claim_row".${ident(name)} as varchar)`);
  const outer: Record<string, Sql> = {
    rule: raw("hit.rule"),
    subject: dialect.keyText([...through, ...(relation.subject.columns.length > 0 ? [raw("own_subject")] : [])]),
    lines: relation.ofLines ? raw("[row_key]") : noTexts,
    values: raw('hit."values"'),
    lead: raw("hit.lead"),
  };
  const columns = findingColumns.map((name) => sql`${outer[name] ?? sql`"found".${ident(name)}`} as ${ident(name)}`);
  const findings = sql`select ${join(columns)} from (
    select ${join(inner)}, unnest([${join(marks)}]) as hit from ${from} where ${join(hits, " or ")}
  ) as "found"${claimJoin(relation, "found", "claim_row")} where hit is not null`;
  return { findings, counts: countsOf(scans), partition: together(scans) };
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

/** Rows looked at and not applicable, of each rule; beside them stands only what these conditions name. */
function countsOf(scans: readonly Scan[]): Counts {
  const columns: Count[] = [];
  const counts: Sql[] = [];
  for (const { rule, population, absent } of scans) {
    counts.push(sql`count(*) filter (where ${all([population, applies(absent)])})`);
    columns.push({ rule, counts: "looked_at", reason: null });
    for (const [i, { reason, condition }] of absent.entries()) {
      counts.push(sql`count(*) filter (where ${all([population, applies(absent.slice(0, i)), condition])})`);
      columns.push({ rule, counts: "not_applicable", reason });
    }
  }
  const named = joinsNamed(
    scans.flatMap(({ lookups }) => lookups),
    counts,
  );
  return { columns, statement: sql`select ${join(counts)} from ${scans[0]!.relation.rows} as "row"${named}` };
}
