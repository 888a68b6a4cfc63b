import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import { countedByBucket, countedWhole, ownerColumn } from "../compile/bucket.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { type Accumulation, episodes } from "../compile/episodes.ts";
import { excessLines } from "../compile/excess-lines.ts";
import {
  claimJoin,
  claimsOf,
  explained,
  type FindingRow,
  keyText,
  noTexts,
  nothing,
  selectFinding,
  subject,
} from "../compile/finding.ts";
import { columnOf } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { ownerOf, type Partition, partitionBy } from "../compile/partition.ts";
import { applies, LookupFile, Side, sideKeys } from "../compile/side.ts";
import { dayNumber, type Owners, readSpan, type Span, SpanFile } from "../compile/spans.ts";
import type { Expression } from "../expressions/expression.ts";
import { nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import type { Counts, OwnQuery, Shape } from "../shape.ts";

const schema = closed({
  of: sideKeys.of,
  where: sideKeys.where,
  per: some(ColumnName),
  measure: Type.Enum(["count", "sum", "distinct", "simultaneous"]),
  value: Type.Optional(ExpressionText),
  on: ColumnName,
  until: Type.Optional(ColumnName),
  within: Type.Optional(SpanFile),
  lookup: Type.Optional(some(LookupFile)),
  over: Type.Optional(ExpressionText),
  at_least: Type.Optional(ExpressionText),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/** Names that the explanation may show of a spell, and the column that holds each. */
const made: ReadonlyMap<string, Sql> = new Map(
  Object.entries({
    reached: "reached",
    limit: "most",
    records: "records",
    first_day: "first_day",
    last_day: "last_day",
  }).map(([name, column]) => [name, raw(`"row".${column}`)]),
);
/** Who and where is told of a visit, though it is no owner's column. */
const bearings = ["person_id", "institution_code", "insured_area", "care_area"] as const;

/**
 * Records of an owner (a person, an institution, a person's item) that pass a limit within a span: their number, the sum of a value, how many
 * different ones, or how many stand at once (half-open days). Limit and span may hang on what is looked up of the owner: so many within so many days, item by
 * item. Spans of days or hours begin with a record and make episodes that do not overlap; calendar spans are one day, month, quarter, year, benefit year or
 * encounter. Of lines, those wholly beyond the limit are named.
 */
export default {
  name: "accumulate",
  about: { zh: "一段时间内累计超过限度", en: "records that pass a limit within a span" },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    checkKeys(find);
    const { dialect, rule } = context;
    const { of, where, lookup = [], per } = find;
    const rows = await Side.read({ of, ...(where === undefined ? {} : { where }), lookup }, "", context);
    const { relation } = rows;
    const types = per.map((name, i) => columnOf(relation, name, "per", i));
    const byOwner = lookup.filter(({ same }) => same.every((key) => per.includes(key.split(" = ")[0]!)));
    const owners = await Side.read({ of, lookup: byOwner }, "", context);
    const byRow = await Side.read({ of, lookup: lookup.filter((each) => !byOwner.includes(each)) }, "", context);
    const ownerColumns: Columns = new Map(owners.columns()).set(
      "",
      new Map(types.map(({ name, type }) => [name, type])),
    );
    const ofOwner = { table: "row", columns: new Map(per.map((name) => [name, true])), day: null };
    const print = (value: Expression) => context.print(value, (named) => owners.tableOf(named), ofOwner);
    const limitKey = find.over === undefined ? "at_least" : "over";
    const most = print(await context.read(find[limitKey]!, ownerColumns, limitKey, "number"));
    const absent = [
      ...rows.ownAbsences(per.includes("person_id")),
      ...byRow.lookupAbsences(),
      ...per.map((name) => ({ reason: `${relation.name}.${name}`, condition: sql`${rows.column(name)} is null` })),
    ];
    const lacking = owners.lookupAbsences();
    const keys = join(per.map((name) => ident(name)));
    const span = await spanOf(find, rows, { columns: ownerColumns, print }, context);
    // A visit has one person and one place: what all its records agree on is told.
    const told = ["visit_id", "claim_id"].some((name) => per.includes(name))
      ? bearings.filter((name) => !per.includes(name) && relation.stored.has(name))
      : [];
    const accumulation: Accumulation = {
      records: sql`select ${join(per.map((name) => sql`${rows.column(name)} as ${ident(name)}`))}, ${span.at} as moment, ${span.until} as until,
        cast(${rows.column(find.on)} as date) as day, ${await measuredValue(find, rows, context)} as value,
        ${subject(relation, "row", "claim_row", dialect)} as record, ${claimsOf(relation, "row")} as claims,
        ${relation.ofLines ? keyText(relation, "row", dialect) : nothing} as line
        ${join(
          told.map((name) => sql`, cast(${rows.column(name)} as varchar) as ${toldOf(name)}`),
          "",
        )}
        from ${rows.from()}${claimJoin(relation, "row", "claim_row")}
        where ${rows.population()} and ${applies(absent)} and ${rows.column(find.on)} is not null and ${span.at} is not null`,
      owners: sql`select * from (
        select ${join(per.map((name) => sql`"row".${ident(name)}`))}, ${most} as most, ${span.length ?? raw("1")} as length
        from (select distinct ${keys} from "record") as "row"${owners.joins()} where ${applies(lacking)}
      ) as "limited" where length >= 1`,
      owner: per,
      measure: find.measure,
      breaks: find.over === undefined ? ">=" : ">",
      length: span.length,
    };
    const values = await explained(context, find.values ?? {}, ownerColumns, print, made);
    const partition = partitionBy([{ relation, keys: per, lookups: rows.lookups }]);
    const finding = selectFinding(rule.id, {
      ...findingOf(find, told, values, context),
      lead: await leadOf(find.lead, context, ownerColumns, print),
      owner: ownerOf(partition, "row"),
    });
    const { members, lines } = membersOf(accumulation, relation.ofLines);
    const stretch = find.measure === "simultaneous";
    const onDay = (name: string) => sql`date '1970-01-01' + cast(${ident(name)} as integer)`;
    const findings = sql`${episodes(accumulation)}, ${members}
      select ${finding} from (
        select ${keys}, most, episode, first_at, last_at, reached, first_record, count(*) as records,
          ${stretch ? onDay("first_at") : raw("min(day)")} as first_day, ${stretch ? onDay("last_at") : raw("max(day)")} as last_day,
          list_sort(list_distinct(flatten(list(claims)))) as claims, ${lines} as lines
          ${join(
            told.map(
              (name) =>
                sql`, case when min(${toldOf(name)}) = max(${toldOf(name)}) then min(${toldOf(name)}) end as ${toldOf(name)}`,
            ),
            "",
          )}
        from "told" group by ${keys}, most, episode, first_at, last_at, reached, first_record
      ) as "row"${owners.joins()}`;
    const counts = await countsOfOwners(rule.id, rows, absent, lacking, owners, per, partition);
    return { kind: "query", findings, counts, partition };
  },
} satisfies Shape;

const toldOf = (name: string): Sql => ident(`told_${name}`);

/** WITH part `told`: the records of each spell; and the lines it names, as a list. */
function membersOf(accumulation: Accumulation, ofLines: boolean): { members: Sql; lines: Sql } {
  const { owner, length, measure } = accumulation;
  const inSpan = raw(
    length === null
      ? '"record".moment = "spell".first_at'
      : '"record".moment between "spell".first_at and "spell".last_at',
  );
  if (ofLines && measure !== "simultaneous")
    return {
      members: excessLines(accumulation, inSpan),
      lines: sql`coalesce(list_sort(list(line) filter (where excess)), ${noTexts})`,
    };
  const keys = join(owner.map((name) => ident(name)));
  return {
    members: sql`"told" as (select * from "spell" join "record" using (${keys}) where ${inSpan})`,
    lines: noTexts,
  };
}

function checkKeys(find: Find): void {
  const { measure, value, until, within, over, at_least } = find;
  if ((over === undefined) === (at_least === undefined))
    throw new Refusal("either over or at_least", over === undefined ? "neither" : "both", ["over"]);
  const valued = measure === "sum" || measure === "distinct";
  if (valued !== (value !== undefined))
    throw new Refusal(valued ? `a value to ${measure}` : `no value with ${measure}`, value ?? "none", ["value"]);
  const together = measure === "simultaneous";
  if (together !== (until !== undefined))
    throw new Refusal(together ? "until, the end of a record" : `no until with ${measure}`, until ?? "none", ["until"]);
  if (together === (within !== undefined))
    throw new Refusal(
      together ? "no within: what stands at once has none" : "within, a span",
      within ? "one" : "none",
      ["within"],
    );
}

async function measuredValue({ value, measure }: Find, rows: Side, context: RuleContext): Promise<Sql> {
  if (value === undefined) return raw("1");
  return rows.print(await context.read(value, rows.columns(), "value", measure === "sum" ? "number" : undefined));
}

/** Where a record stands on the line of time, when what stands at once ends, and how long the span is. */
async function spanOf(
  { on, until, within }: Find,
  rows: Side,
  owners: Owners,
  context: RuleContext,
): Promise<Span & { until: Sql }> {
  const none = raw("cast(null as bigint)");
  if (within !== undefined) return { ...(await readSpan(within, on, rows, owners, context)), until: none };
  for (const [name, key] of [[on, "on"] as const, [until!, "until"] as const]) {
    const { type } = columnOf(rows.relation, name, key);
    if (type.kind !== "date" && type.kind !== "timestamp") throw new Refusal("a day or a moment", nameOf(type), [key]);
  }
  return { at: dayNumber(rows.column(on)), until: dayNumber(rows.column(until!)), length: raw("cast(1 as bigint)") };
}

/** Who and where is told as far as the owner says it, or all records of a visit. */
function findingOf(
  { per }: Find,
  told: readonly string[],
  values: [string, Sql][],
  { dialect }: RuleContext,
): FindingRow {
  const owned = (name: string) => {
    if (per.includes(name)) return sql`cast("row".${ident(name)} as varchar)`;
    return told.includes(name) ? sql`"row".${toldOf(name)}` : nothing;
  };
  const owner = per.map((name) => sql`cast("row".${ident(name)} as varchar)`);
  return {
    subject: dialect.keyText([...owner, raw('"row".first_record')]),
    person_id: owned("person_id"),
    institution_code: owned("institution_code"),
    insured_area: owned("insured_area"),
    care_area: owned("care_area"),
    day: raw('"row".first_day'),
    claims: sql`coalesce("row".claims, ${noTexts})`,
    lines: raw('"row".lines'),
    values: dialect.record(values),
  };
}

/** Looked at and not applicable are counted in records, but owners for whom something could not be looked up. */
async function countsOfOwners(
  rule: string,
  rows: Side,
  absent: { reason: string; condition: Sql }[],
  lacking: { reason: string; condition: Sql }[],
  owners: Side,
  per: readonly string[],
  partition: Partition | null,
): Promise<Counts> {
  const filtered = (i: number) => applies(absent.slice(0, i));
  const owner = ownerColumn(partition, 0, "row");
  const ofRecords = {
    counts: [
      sql`count(*) filter (where ${filtered(absent.length)})`,
      ...absent.map(({ condition }, i) => sql`count(*) filter (where ${filtered(i)} and ${condition})`),
    ],
    from: sql`${rows.from()} where ${rows.population()}`,
    owner,
  };
  const ofOwners = {
    counts: lacking.map(
      ({ condition }, i) => sql`count(*) filter (where ${applies(lacking.slice(0, i))} and ${condition})`,
    ),
    from: sql`(select distinct ${join(per.map((name) => rows.column(name)))} from ${rows.from()}
      where ${rows.population()} and ${filtered(absent.length)}) as "row"${owners.joins()}`,
    owner,
  };
  const counted = lacking.length > 0 ? [ofRecords, ofOwners] : [ofRecords];
  return {
    statement: countedWhole(counted),
    byBucket: countedByBucket(counted),
    columns: [
      { rule, counts: "looked_at" as const, reason: null },
      ...[...absent, ...lacking].map(({ reason }) => ({ rule, counts: "not_applicable" as const, reason })),
    ],
  };
}
