import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { type Accumulation, episodes } from "../compile/episodes.ts";
import {
  claimJoin,
  claimsOf,
  explained,
  type FindingRow,
  noTexts,
  nothing,
  selectFinding,
  subject,
} from "../compile/finding.ts";
import { columnOf } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { ownerOf, partitionBy } from "../compile/partition.ts";
import { applies, LookupFile, Side, sideKeys } from "../compile/side.ts";
import { nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { typesOf } from "../relation.ts";
import { ColumnName, closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import type { OwnQuery, Shape } from "../shape.ts";

const calendars = ["encounter", "day", "month", "quarter", "year", "benefit_year"] as const;
const schema = closed({
  of: sideKeys.of,
  where: sideKeys.where,
  per: some(ColumnName),
  measure: Type.Enum(["count", "sum", "distinct", "simultaneous"]),
  value: Type.Optional(ExpressionText),
  on: ColumnName,
  until: Type.Optional(ColumnName),
  within: Type.Optional(
    Type.Union([
      closed({ calendar: Type.Enum([...calendars]) }),
      closed({ days: ExpressionText }),
      closed({ hours: ExpressionText }),
    ]),
  ),
  lookup: Type.Optional(some(LookupFile)),
  over: Type.Optional(ExpressionText),
  at_least: Type.Optional(ExpressionText),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/**
 * Records of an owner (a person, an institution, a person's item) that pass a limit within a span: their number, the sum of a value, how many
 * different ones, or how many stand at once (half-open days). The limit may hang on what is looked up of the owner. Spans of days or hours begin with
 * a record and make episodes that do not overlap; calendar spans are one day, month, quarter, year, benefit year or encounter.
 */
export default {
  name: "accumulate",
  about: { zh: "一段时间内累计超过限度", en: "records that pass a limit within a span" },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    checkKeys(find);
    const { dialect, rule } = context;
    const rows = await Side.read(
      { of: find.of, ...(find.where === undefined ? {} : { where: find.where }) },
      "",
      context,
    );
    const { relation } = rows;
    const per = find.per.map((name, i) => columnOf(relation, name, "per", i));
    const owners = await Side.read({ of: find.of, ...(find.lookup ? { lookup: find.lookup } : {}) }, "", context);
    for (const [i, { keys }] of owners.lookups.entries()) {
      const open = keys.find(({ own }) => !find.per.includes(own.name));
      if (open)
        throw new Refusal(`lookups by columns of per: ${find.per.join(", ")}`, open.own.name, ["lookup", i, "same"]);
    }
    const ownerColumns: Columns = new Map(owners.columns()).set("", new Map(per.map(({ name, type }) => [name, type])));
    const limitKey = find.over === undefined ? "at_least" : "over";
    const limit = await context.read(find[limitKey]!, ownerColumns, limitKey, "number");
    const ofOwner = { table: "row", columns: new Map(per.map(({ name }) => [name, true])) };
    const most = context.print(limit, (of) => owners.tableOf(of), ofOwner);
    const follows = find.per.includes("person_id");
    const absent = [
      ...rows.ownAbsences(follows),
      ...find.per.map((name) => ({ reason: `${relation.name}.${name}`, condition: sql`${rows.column(name)} is null` })),
    ];
    const lacking = owners.lookupAbsences();
    const owner = find.per;
    const keys = join(owner.map((name) => ident(name)));
    const span = await spanOf(find, rows, context);
    const accumulation: Accumulation = {
      records: sql`select ${join(owner.map((name) => sql`${rows.column(name)} as ${ident(name)}`))}, ${span.at} as moment, ${span.until} as until,
        cast(${rows.column(find.on)} as date) as day, ${await measuredValue(find, rows, context)} as value,
        ${subject(relation, "row", "claim_row", dialect)} as record, ${claimsOf(relation, "row")} as claims
        from ${rows.from()}${claimJoin(relation, "row", "claim_row")}
        where ${rows.population()} and ${applies(absent)} and ${rows.column(find.on)} is not null`,
      owners: sql`select ${join(owner.map((name) => sql`"row".${ident(name)}`))}, ${most} as most
        from (select distinct ${keys} from "record") as "row"${owners.joins()} where ${applies(lacking)}`,
      owner,
      measure: find.measure,
      breaks: find.over === undefined ? ">=" : ">",
      length: span.length,
    };
    const made = new Map<string, Sql>([
      ["reached", raw('"row".reached')],
      ["limit", raw('"row".most')],
      ["records", raw('"row".records')],
      ["first_day", raw('"row".first_day')],
      ["last_day", raw('"row".last_day')],
    ]);
    const print = (value: Parameters<RuleContext["print"]>[0]) =>
      context.print(value, (of) => owners.tableOf(of), ofOwner);
    const values = await explained(context, find.values ?? {}, ownerColumns, print, made);
    const inSpan =
      span.length === null
        ? sql`"record".moment = "spell".first_at`
        : sql`"record".moment between "spell".first_at and "spell".last_at`;
    const stretch = find.measure === "simultaneous";
    const onDay = (name: string) => sql`date '1970-01-01' + cast("spell".${ident(name)} as integer)`;
    const firstDay = stretch ? onDay("first_at") : raw('min("record".day)');
    const lastDay = stretch ? onDay("last_at") : raw('max("record".day)');
    const lead = await leadOf(find.lead, context, ownerColumns, print);
    const partition = partitionBy([{ relation, keys: find.per, lookups: owners.lookups }]);
    const finding = selectFinding(rule.id, {
      ...findingOf(find, values, context),
      lead,
      owner: ownerOf(partition, "row"),
    });
    const findings = sql`${episodes(accumulation)}
      select ${finding} from (
        select "spell".*, count(*) as records, ${firstDay} as first_day, ${lastDay} as last_day,
          list_sort(list_distinct(flatten(list("record".claims)))) as claims
        from "spell" join "record" using (${keys}) where ${inSpan} group by all
      ) as "row"${owners.joins()}`;
    const counts = await countsOfOwners(rule.id, rows, absent, lacking, owners, keys);
    return { kind: "query", findings, counts, partition };
  },
} satisfies Shape;

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
  const columns: Columns = new Map([["", typesOf(rows.relation)]]);
  return rows.print(await context.read(value, columns, "value", measure === "sum" ? "number" : undefined));
}

/** Where a record stands on the line of time, and how long the span is. */
async function spanOf(
  { on, until, within }: Find,
  rows: Side,
  context: RuleContext,
): Promise<{ at: Sql; until: Sql; length: Sql | null }> {
  const { type } = columnOf(rows.relation, on, "on");
  if (type.kind !== "date" && type.kind !== "timestamp") throw new Refusal("a day or a moment", nameOf(type), ["on"]);
  const day = (name: string) => sql`(cast(${rows.column(name)} as date) - date '1970-01-01')`;
  const none = raw("cast(null as integer)");
  if (within === undefined) {
    if (!["date", "timestamp"].includes(columnOf(rows.relation, until!, "until").type.kind))
      throw new Refusal("a day or a moment", until!, ["until"]);
    return { at: day(on), until: day(until!), length: raw("1") };
  }
  if ("calendar" in within) return { at: calendarOf(within.calendar, on, rows), until: none, length: null };
  const [unit, text] = Object.entries(within)[0] as ["days" | "hours", string];
  const length = await context.read(text, new Map(), ["within", unit], "number");
  if (length.is !== "constant" && length.is !== "parameter")
    throw new Refusal("a number or a parameter", text, ["within", unit]);
  const printed = sql`cast(${context.print(length, () => "row", null)} as bigint)`;
  if (unit === "days") return { at: sql`cast(${day(on)} as bigint)`, until: none, length: printed };
  if (type.kind !== "timestamp") throw new Refusal("a moment to count hours from", on, ["on"]);
  return {
    at: sql`date_diff('second', timestamp '1970-01-01', ${rows.column(on)})`,
    until: none,
    length: sql`(${printed} * 3600)`,
  };
}

function calendarOf(calendar: (typeof calendars)[number], on: string, rows: Side): Sql {
  if (calendar === "encounter") return rows.column(columnOf(rows.relation, "visit_id", "within", "calendar").name);
  if (calendar === "benefit_year")
    return rows.column(columnOf(rows.relation, "benefit_year", "within", "calendar").name);
  return sql`cast(date_trunc(${calendar}, ${rows.column(on)}) as date)`;
}

/** Who and where is told as far as the owner says it. */
function findingOf({ per }: Find, values: [string, Sql][], { dialect }: RuleContext): FindingRow {
  const owned = (name: string) => (per.includes(name) ? sql`cast("row".${ident(name)} as varchar)` : nothing);
  const owner = per.map((name) => sql`cast("row".${ident(name)} as varchar)`);
  return {
    subject: dialect.keyText([...owner, raw('"row".first_record')]),
    person_id: owned("person_id"),
    institution_code: owned("institution_code"),
    insured_area: owned("insured_area"),
    care_area: owned("care_area"),
    day: raw('"row".first_day'),
    claims: sql`coalesce("row".claims, ${noTexts})`,
    lines: noTexts,
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
  keys: Sql,
) {
  const filtered = (i: number) => sql`${rows.population()} and ${applies(absent.slice(0, i))}`;
  const counts = [
    sql`count(*) filter (where ${filtered(absent.length)}) as looked_at`,
    ...absent.map(
      ({ condition }, i) => sql`count(*) filter (where ${filtered(i)} and ${condition}) as ${raw(`lacks_${i}`)}`,
    ),
  ];
  const ofOwners = lacking.map(
    ({ condition }, i) =>
      sql`count(*) filter (where ${applies(lacking.slice(0, i))} and ${condition}) as ${raw(`owner_lacks_${i}`)}`,
  );
  const ownerCounts = sql`(select ${join(ofOwners)} from (select distinct ${keys} from ${rows.from()} where ${filtered(absent.length)}) as "row"${owners.joins()}) as "of_owners"`;
  return {
    statement: sql`select * from (select ${join(counts)} from ${rows.from()}) as "of_records"${lacking.length > 0 ? sql` cross join ${ownerCounts}` : raw("")}`,
    columns: [
      { rule, counts: "looked_at" as const, reason: null },
      ...[...absent, ...lacking].map(({ reason }) => ({ rule, counts: "not_applicable" as const, reason })),
    ],
  };
}
