import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { claimsOf, explained, noTexts, selectFinding } from "../compile/finding.ts";
import { columnOf } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { type Absent, applies, LookupFile, Side, sideKeys } from "../compile/side.ts";
import type { Expression } from "../expressions/expression.ts";
import { scalar } from "../expressions/value-type.ts";
import { at, Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import type { Counts, OwnQuery, Shape } from "../shape.ts";
import { againstItself } from "../statistics/against-itself.ts";
import { againstOthers } from "../statistics/against-others.ts";
import { againstRest } from "../statistics/against-rest.ts";
import { type Comparison, keyList, keysOf, type Way } from "../statistics/comparison.ts";
import { EXACT, MeasureFile, readMeasure } from "../statistics/measure.ts";
import { PeriodFile, periodOf, periodText } from "../statistics/period.ts";
import { shownValues, typesOfShown } from "../statistics/shown.ts";
import { Unit } from "../statistics/unit.ts";

const ways = { others: againstOthers, rest: againstRest, itself: againstItself } as const;
const schema = closed({
  of: sideKeys.of,
  where: sideKeys.where,
  per: some(ColumnName),
  period: PeriodFile,
  measure: MeasureFile,
  volume: Type.Optional(ExpressionText),
  against: Type.Enum(["others", "rest", "itself"]),
  judged: Type.Optional(ExpressionText),
  among: Type.Optional(some(ColumnName)),
  mix: Type.Optional(some(ColumnName)),
  window: Type.Optional(ExpressionText),
  least: closed({
    volume: ExpressionText,
    peers: Type.Optional(ExpressionText),
    history: Type.Optional(ExpressionText),
  }),
  lookup: Type.Optional(some(LookupFile)),
  breaks: ExpressionText,
  members: Type.Optional(ExpressionText),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/**
 * A unit (an institution, as a rule) in a calendar period that is far from what is usual by a measure: from the other units of its stratum (`others`), from the rest
 * of its own rows (`rest`: two populations of one institution), or from its own periods before (`itself`). Small groups are not judged: a unit with less than
 * `least.volume`, a stratum with fewer than `least.peers`, a history shorter than `least.history` are counted as not applicable.
 */
export default {
  name: "peers",
  about: {
    zh: "与同类、与自身其他人群或与自身历史相差很远",
    en: "a unit far from its peers, its other rows or its own past",
  },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    checkKeys(find);
    const { rule } = context;
    const way: Way = ways[find.against];
    const known = [...find.per, ...(find.among ?? [])];
    const [ofUnits, ofRows] = await lookupsOf(find, known, context);
    const rows = await Side.read(
      { of: find.of, ...(find.where === undefined ? {} : { where: find.where }), ...ofRows },
      "",
      context,
    );
    const { relation } = rows;
    const columnsOf = (key: "per" | "among" | "mix") =>
      (find[key] ?? []).map((name, i) => {
        if (reserved.test(name))
          throw new Refusal("a column that is not called as what the shape makes", name, [key, i]);
        return columnOf(relation, name, key, i);
      });
    const [keys, among, mix] = [columnsOf("per"), columnsOf("among"), columnsOf("mix")];
    const unit = new Unit(relation, keys);
    if (unit.single && find.against !== "others")
      throw new Refusal("units of several rows", "the whole key of a row", ["per"]);
    const ofUnit: Columns = new Map([["", new Map([...keys, ...among].map(({ name, type }) => [name, type]))]]);
    const houses = await Side.read({ of: find.of, ...ofUnits }, "", context);
    const measure = await at("measure", () => readMeasure(find.measure, rows, context));
    const overlaid = (table: string) => ({ table, columns: ofUnit.get("")! });
    const ofRow = (text: string, key: string, kind: "boolean" | "number") =>
      context.read(text, rows.columns(), key, kind).then((read) => rows.print(read));
    const least = new Map<string, Expression>();
    for (const [name, text] of Object.entries(find.least))
      least.set(name, await constant(text, context, ["least", name]));
    const window = find.window === undefined ? null : await constant(find.window, context, ["window"]);
    const needed = [...keys, ...among, ...mix].map(({ name }) => name);
    const on = columnOf(relation, find.period.on, "period", "on").name;
    const lacks: Absent[] = [
      ...rows.ownAbsences(find.per.includes("person_id") || rows.looksUpPersons),
      // Another row of the same relation may be missing: the stay before a first one is none.
      ...rows.lookupAbsences().filter(({ reason }) => !reason.startsWith(`${relation.name}.`)),
    ];
    const open = [...new Set([...needed, on])].map((name) => ({
      reason: `${relation.name}.${name}`,
      condition: sql`${rows.column(name)} is null`,
    }));
    const absent = [...lacks, ...open.filter(({ reason }) => lacks.every((other) => other.reason !== reason))];
    const judged =
      find.judged === undefined ? null : sql`coalesce(${await ofRow(find.judged, "judged", "boolean")}, false)`;
    const comparison: Comparison = {
      unit,
      measure,
      period: { file: find.period, firstDay: await at("period", () => periodOf(find.period, rows)) },
      volume:
        find.volume === undefined
          ? raw("1")
          : sql`coalesce(cast(${await ofRow(find.volume, "volume", "number")} as ${EXACT}), 0)`,
      among: among.map(({ name }) => name),
      mix: mix.map(({ name }) => name),
      judged,
      from: rows.from(),
      where: sql`${rows.population()} and ${applies(absent)}`,
      least: (what, table) => context.print(least.get(what)!, () => table, overlaid(table)),
      window: window && context.print(window, () => "row", null),
      bearings: unit.bearings(rows, judged),
    };
    const made = new Map(typesOfShown(way.shows, measure));
    const scope: Columns = new Map(houses.columns()).set(
      "",
      new Map([...ofUnit.get("")!, ...made, ["period", scalar("text")]]),
    );
    const print = (expression: Expression) => context.print(expression, (of) => houses.tableOf(of), overlaid("row"));
    const breaks = print(await context.read(find.breaks, scope, "breaks", "boolean"));
    const values = await explained(
      context,
      find.values ?? {},
      scope,
      print,
      new Map([...shownValues(way.shows, measure), ...unit.shown]),
    );
    const lead = await leadOf(find.lead, context, scope, print);
    const claims = await membersOf(find, comparison, rows, ofRow);
    const finding = selectFinding(rule.id, { ...unit.finding(find.measure.name, claims.list, values, context), lead });
    const lacking = houses.lookupAbsences();
    const steps = way.steps(comparison);
    const named = sql`select "row".*, ${periodText(find.period, raw("first_day"))} as period from "row"`;
    const findings = sql`with ${steps}, "hit" as (
        select "row".* from (${named}) as "row"${houses.joins()} where "row".reason is null and ${applies(lacking)} and ${breaks}
      )${claims.step} select ${finding} from "hit" as "row"${claims.join}${houses.joins()}`;
    return { kind: "query", findings, counts: countsOf(rule.id, way, steps, rows, absent, houses, lacking) };
  },
} satisfies Shape;

/** What the ways of comparing call their own columns. */
const reserved =
  /^(first_day|period|judged|n|d|volume|usual|usual_value|value|adjusted|peers|median|spread|z|rank|expected|times|beyond_chance|compared_volume|above|history|reason|enough|size|mad|deviations|counted|to_here|alike|lower|number|recent|same_season|seasonal|scatter|amount|typical|claims|rest_.*|cell_.*|stratum_.*|its_.*|lasting_.*|comparable|then_value|begun)$/;

function checkKeys(find: Find): void {
  const { against, judged, mix, among, window, least, measure } = find;
  const only = (key: string, given: boolean, wanted: boolean, where: string) => {
    if (given !== wanted)
      throw new Refusal(wanted ? `${key}: ${where}` : `no ${key}: ${where}`, given ? "one" : "none", [key]);
  };
  if (against === "rest") only("judged", judged !== undefined, true, "the population that is held against the rest");
  if (against === "itself") {
    only("judged", judged !== undefined, false, "a unit is held against its own past");
    only("mix", mix !== undefined, false, "a unit is held against its own past");
  }
  only("window", window !== undefined, against === "itself", "how many periods of its own a unit is held against");
  const needs = against === "itself" ? "history" : "peers";
  for (const name of ["peers", "history"] as const)
    if ((least[name] !== undefined) !== (name === needs))
      throw new Refusal(name === needs ? `the least ${name}` : `no ${name} against ${against}`, least[name] ?? "none", [
        "least",
        name,
      ]);
  if ((against === "itself") !== (measure.total !== undefined) && measure.total !== undefined)
    throw new Refusal("ratio, mean or share: a total grows with its unit and has no peers", "total", [
      "measure",
      "total",
    ]);
  const own = mix?.find((name) => find.per.includes(name) && !among?.includes(name));
  if (own !== undefined) throw new Refusal("a column of cases, not of the unit", own, ["mix"]);
  for (const [key, names] of Object.entries({ per: find.per, among: among ?? [], mix: mix ?? [] })) {
    const twice = names.find((name, i) => names.indexOf(name) < i);
    if (twice !== undefined) throw new Refusal("each column once", twice, [key]);
  }
}

type Lookups = { lookup?: NonNullable<Find["lookup"]> };

/** What is looked up by what a unit is told by, shown with it; and what is looked up beside each row, to be measured. */
async function lookupsOf(find: Find, known: readonly string[], context: RuleContext): Promise<[Lookups, Lookups]> {
  const all = find.lookup ?? [];
  if (all.length > 0) await Side.read({ of: find.of, lookup: all }, "", context);
  const ofUnit = ({ same }: (typeof all)[number]) => same.every((key) => known.includes(key.split(" = ")[0]!));
  const some = (lookup: typeof all): Lookups => (lookup.length > 0 ? { lookup } : {});
  return [some(all.filter(ofUnit)), some(all.filter((lookup) => !ofUnit(lookup)))];
}

/** A limit is the same for all rows of a unit: a number or a parameter. */
async function constant(text: string, context: RuleContext, path: string[]): Promise<Expression> {
  const read = await context.read(text, new Map(), path, "number");
  if (read.is !== "constant" && read.is !== "parameter") throw new Refusal("a number or a parameter", text, path);
  return read;
}

/** The claims of a unit's rows that are its evidence. */
async function membersOf(
  { members }: Find,
  comparison: Comparison,
  rows: Side,
  ofRow: (text: string, key: string, kind: "boolean") => Promise<Sql>,
): Promise<{ step: Sql; join: Sql; list: Sql }> {
  if (members !== undefined && comparison.unit.single)
    throw new Refusal("no members: a unit of one row has its own claim", members, ["members"]);
  if (members === undefined) return { step: raw(""), join: raw(""), list: noTexts };
  const { relation } = rows;
  if (!relation.stored.has("claim_id") && !relation.stored.has("visit_id"))
    throw new Refusal("no members: the relation knows no claims", relation.name, ["members"]);
  const member = await ofRow(members, "members", "boolean");
  const { period, from, where, judged } = comparison;
  const keys = keysOf(comparison);
  const same = keys.map(
    (name) => sql`"hit".${ident(name)} = ${name === "first_day" ? period.firstDay : rows.column(name)}`,
  );
  const told = keyList(comparison);
  return {
    step: sql`, "member" as (
        select ${told}, list_sort(list_distinct(flatten(list(claims)))) as claims
        from (
          select ${join(keys.map((name) => sql`"hit".${ident(name)}`))}, ${claimsOf(relation, "row")} as claims
          from ${from} join "hit" on ${join(same, " and ")} where ${where} and ${member}${judged ? sql` and ${judged}` : raw("")}
        ) group by all
      )`,
    join: sql` left join "member" using (${told})`,
    list: sql`coalesce("member".claims, ${noTexts})`,
  };
}

/** Units and periods looked at; units with too little to be judged, and rows that lack what is needed, by reason. */
function countsOf(
  rule: string,
  way: Way,
  steps: Sql,
  rows: Side,
  absent: readonly Absent[],
  houses: Side,
  lacking: readonly Absent[],
): Counts {
  const units = [
    sql`count(*) filter (where "row".reason is null and ${applies(lacking)}) as looked_at`,
    ...way.reasons.map(
      (reason) => sql`count(*) filter (where "row".reason = ${reason}) as ${ident(`lacks_${reason}`)}`,
    ),
    ...lacking.map(
      ({ condition }, i) =>
        sql`count(*) filter (where "row".reason is null and ${applies(lacking.slice(0, i))} and ${condition}) as ${ident(`owner_lacks_${i}`)}`,
    ),
  ];
  const ofRows = absent.map(
    ({ condition }, i) =>
      sql`count(*) filter (where ${rows.population()} and ${applies(absent.slice(0, i))} and ${condition}) as ${ident(`lacks_${i}`)}`,
  );
  return {
    statement: sql`with ${steps} select * from (select ${join(units)} from "row"${houses.joins()}) as "of_units"
      cross join (select ${join(ofRows)} from ${rows.from()}) as "of_rows"`,
    columns: [
      { rule, counts: "looked_at", reason: null },
      ...[...way.reasons, ...lacking.map(({ reason }) => reason), ...absent.map(({ reason }) => reason)].map(
        (reason) => ({ rule, counts: "not_applicable" as const, reason }),
      ),
    ],
  };
}
