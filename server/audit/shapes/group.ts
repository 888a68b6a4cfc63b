import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { countsOf } from "../compile/counts.ts";
import { explained, noTexts, selectFinding } from "../compile/finding.ts";
import { fixedNumber } from "../compile/fixed-number.ts";
import { apart, gatherings } from "../compile/gatherings.ts";
import { columnOf } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { LiftFile, lifted, liftTypes, liftValues, readLift, usualDays, usualJoin } from "../compile/lift.ts";
import { MeasuresFile, readMeasures } from "../compile/measures.ts";
import { keyColumns, membersTold, toldPlaces } from "../compile/members.ts";
import { type Near, NearFile, readNear } from "../compile/near.ts";
import { ownerOf, partitionBy } from "../compile/partition.ts";
import { type Absent, applies, Side, sideKeys } from "../compile/side.ts";
import type { Expression } from "../expressions/expression.ts";
import { scalar, type ValueType } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name } from "../rule/rule-schema.ts";
import type { OwnQuery, Shape } from "../shape.ts";

const schema = closed({
  ...sideKeys,
  same: Type.Optional(Type.Array(ColumnName)),
  near: Type.Optional(NearFile),
  size: Type.Optional(ColumnName),
  at_least: ExpressionText,
  every: Type.Optional(ExpressionText),
  none: Type.Optional(ExpressionText),
  some: Type.Optional(closed({ that: ExpressionText, at_least: ExpressionText })),
  measures: MeasuresFile,
  lift: Type.Optional(LiftFile),
  breaks: Type.Optional(ExpressionText),
  care_area: Type.Optional(ColumnName),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/**
 * Records gathered by equal keys (`same`) and on lines of time (`near`: a column, and how many days or hours any two may lie apart on it), at least so
 * many of them, or of what `size` tells apart; conditions that every, none or some of them meet, measures over them, and how far they stand above
 * their usual share of a host (`lift`). Of gatherings that reach into each other the biggest is told, the earliest of equals.
 */
export default {
  name: "group",
  about: { zh: "同键同期聚集的记录", en: "records that gather by keys and time" },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    const { dialect, rule } = context;
    const rows = await Side.read(find, "", context);
    const { relation } = rows;
    const same = keysOf(find, rows);
    const near = await readNear(find.near ?? [], rows, context);
    const lengths = near.map(({ length }) => length.printed);
    const atLeast = await fixedNumber(find.at_least, context, ["at_least"]);
    const size = find.size === undefined ? null : columnOf(relation, find.size, "size").name;
    const members = await conditionsOf(find, rows, context);
    const measures = await readMeasures(find.measures ?? {}, rows, context);
    const lift = find.lift && (await readLift(find.lift, same, near[0], context));
    const columns = columnsTold(rows, same, near, lift ? liftTypes : new Map(), measures.types);
    const ofKeys = { table: "row", columns: new Map(same.map((name) => [name, true])) };
    const print = (expression: Expression) => context.print(expression, () => "row", ofKeys);
    const broken = [
      ...(lift ? [lifted(lift)] : []),
      ...(find.breaks === undefined ? [] : [print(await context.read(find.breaks, columns, "breaks", "boolean"))]),
    ];
    const values = await explained(context, find.values ?? {}, columns, print);
    const lead = await leadOf(find.lead, context, columns, print);
    const absent = absences(find, rows, same, near);
    const days = near.map((_, i) => `near_${i + 1}`);
    const gathered = gatherings({
      records: sql`select ${join([
        ...same.map((name) => sql`${rows.column(name)} as ${ident(name)}`),
        ...near.map(({ at }, i) => sql`${at} as ${raw(`at_${i + 1}`)}`),
        ...near.map(({ column }, i) => sql`${rows.column(column)} as ${ident(days[i]!)}`),
        ...(size === null ? [] : [sql`${rows.column(size)} as sized`]),
        ...members.inputs,
        ...measures.inputs,
        ...keyColumns(relation, rows.table),
      ])} from ${rows.from()} where ${rows.population()} and ${applies(absent)}`,
      same,
      lengths,
      atLeast: atLeast.printed,
      measures: [
        ["records", raw("count(*)")],
        ["size", raw(size === null ? "count(*)" : "count(distinct sized)")],
        ...near.flatMap(({ column }, i): [string, Sql][] => [
          [`first_${column}`, sql`min(${ident(days[i]!)})`],
          [`last_${column}`, sql`max(${ident(days[i]!)})`],
        ]),
        ...measures.outputs,
      ],
      holds: [sql`size >= ${atLeast.printed}`, ...members.holds],
    });
    const measured = lift
      ? sql`select "gathering".*, ${liftValues(lift)} from "gathering"${usualJoin(same, lift)}`
      : raw(`select * from "gathering"`);
    const usual = lift ? sql`, ${usualDays(relation, same, near[0]!, lift)}` : raw("");
    // The usual share of a host is asked of all its records.
    const partition = partitionBy([{ relation, keys: lift ? lift.host : same, lookups: rows.lookups }]);
    const finding = selectFinding(rule.id, {
      subject: dialect.keyText([
        ...same.map((name) => sql`cast("row".${ident(name)} as varchar)`),
        raw(`"row".told_record`),
      ]),
      ...toldPlaces,
      day: near.length > 0 ? sql`cast("row".${ident(`first_${near[0]!.column}`)} as date)` : raw(`"row".told_day`),
      claims: raw(`"row".told_claims`),
      lines: relation.ofLines ? raw(`"row".told_lines`) : noTexts,
      values: dialect.record(values),
      lead,
      owner: ownerOf(partition, "row"),
    });
    return {
      kind: "query",
      findings: sql`${gathered}${usual}, "standing" as materialized (
          select * from (${measured}) as "row" where ${join([...broken, raw("true")], " and ")}
        ), ${apart(same, lengths, raw("size"))}, "held" as (
          select * from "within" semi join "kept" using (number)
        ), ${membersTold(relation, days, dialect, find.care_area)}
        select ${finding} from (select * from "kept" join "told" using (number)) as "row"`,
      counts: countsOf(rule.id, [{ side: rows, absent }], partition),
      partition,
    };
  },
} satisfies Shape;

function keysOf({ same = [], care_area }: Find, { relation }: Side): readonly string[] {
  if (same.length === 0) throw new Refusal("an equality key: columns under same", "none", ["same"]);
  for (const [i, name] of same.entries()) {
    const { type } = columnOf(relation, name, "same", i);
    if (type.kind === "boolean" || type.kind === "list")
      throw new Refusal("a key that tells rows apart", type.kind, ["same", i]);
    if (same.indexOf(name) < i) throw new Refusal("each key once", name, ["same", i]);
  }
  if (care_area !== undefined && columnOf(relation, care_area, "care_area").type.kind !== "text")
    throw new Refusal("a column that holds an area", care_area, ["care_area"]);
  return same;
}

/** Flags of the records, and conditions over those of a gathering. A condition that cannot be told does not hold. */
async function conditionsOf({ every, none, some }: Find, rows: Side, context: RuleContext) {
  const inputs: Sql[] = [];
  const flag = async (text: string, path: string | string[], name: string) => {
    const condition = await context.read(text, rows.columns(), path, "boolean");
    inputs.push(sql`coalesce(${rows.print(condition)}, false) as ${ident(name)}`);
  };
  const holds: Sql[] = [];
  if (every !== undefined) {
    await flag(every, "every", "every_holds");
    holds.push(raw("bool_and(every_holds)"));
  }
  if (none !== undefined) {
    await flag(none, "none", "none_holds");
    holds.push(raw("not bool_or(none_holds)"));
  }
  if (some !== undefined) {
    await flag(some.that, ["some", "that"], "some_holds");
    const least = await fixedNumber(some.at_least, context, ["some", "at_least"]);
    holds.push(sql`count(*) filter (where some_holds) >= ${least.printed}`);
  }
  return { inputs, holds };
}

/** What expressions over a gathering may name: its keys, what every gathering has, its measures. */
function columnsTold(
  { relation }: Side,
  same: readonly string[],
  near: readonly Near[],
  lift: ReadonlyMap<string, ValueType>,
  measures: ReadonlyMap<string, ValueType>,
): Columns {
  const count = scalar("number", { digits: 10, integer: true });
  const names = new Map<string, ValueType>();
  const made: [name: string, type: ValueType, path: (string | number)[]][] = [
    ...same.map((name, i): [string, ValueType, (string | number)[]] => [
      name,
      relation.columns.get(name)!.type,
      ["same", i],
    ]),
    ["records", count, ["same"]],
    ["size", count, ["same"]],
    ...near.flatMap(({ column, kind }, i) =>
      [`first_${column}`, `last_${column}`].map((name): [string, ValueType, (string | number)[]] => [
        name,
        scalar(kind),
        ["near", i],
      ]),
    ),
    ...[...lift].map(([name, type]): [string, ValueType, string[]] => [name, type, ["lift"]]),
    ...[...measures].map(([name, type]): [string, ValueType, string[]] => [name, type, ["measures", name]]),
  ];
  for (const [name, type, path] of made) {
    if (names.has(name) || reserved.test(name)) throw new Refusal("a name that nothing else has here", name, path);
    names.set(name, type);
  }
  return new Map([["", names]]);
}

/** Columns of the statement itself. */
const reserved = /^(number|(from|at|near|least|key|measured)_\d+|reached|sized|(every|none|some)_holds|place|told_.*)$/;

function absences({ size }: Find, rows: Side, same: readonly string[], near: readonly Near[]): Absent[] {
  const absent = rows.absences(same.includes("person_id") || size === "person_id" || rows.looksUpPersons);
  for (const name of new Set([...same, ...near.map(({ column }) => column)])) {
    const reason = `${rows.relation.name}.${name}`;
    if (absent.every((each) => each.reason !== reason))
      absent.push({ reason, condition: sql`${rows.column(name)} is null` });
  }
  return absent;
}
