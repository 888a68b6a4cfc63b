import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { claimsOf, explained, noTexts, nothing, selectFinding } from "../compile/finding.ts";
import { fixedNumber } from "../compile/fixed-number.ts";
import { columnOf } from "../compile/keys.ts";
import { LeadFile, leadOf } from "../compile/lead.ts";
import { ownerOf, partitionBy } from "../compile/partition.ts";
import { joinsNamed } from "../compile/scan.ts";
import { type Absent, applies, Side, sideKeys } from "../compile/side.ts";
import type { Expression } from "../expressions/expression.ts";
import { nameOf, scalar } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name, some } from "../rule/rule-schema.ts";
import type { Counts, OwnQuery, Shape } from "../shape.ts";
import { digitCounts } from "../statistics/digit-counts.ts";
import { digitOf, digitPlaces } from "../statistics/digit-law.ts";
import { PeriodFile, periodOf, periodText } from "../statistics/period.ts";

const schema = closed({
  ...sideKeys,
  per: some(ColumnName),
  period: PeriodFile,
  value: ColumnName,
  digit: Type.Enum([...digitPlaces]),
  least: closed({ volume: ExpressionText }),
  breaks: ExpressionText,
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  lead: LeadFile,
});
type Find = Static<typeof schema>;

const whole = scalar("number", { digits: 10, integer: true });
/** What expressions over a unit may name beside its keys. */
const made: Columns = new Map([
  [
    "",
    new Map([
      ["volume", whole],
      ["digit", whole],
      ...["chi_square", "mad", "share_percent", "law_percent"].map(
        (name) => [name, scalar("number", { digits: 15 })] as const,
      ),
      ["period", scalar("text")],
    ]),
  ],
]);

/**
 * A unit whose amounts of a calendar period begin with other digits than amounts do that grow freely (`digit-law.ts`). It says nothing of any one amount:
 * whatever it finds is a lead. Units with fewer amounts than `least.volume` are not judged.
 */
export default {
  name: "digits",
  about: {
    zh: "金额数字分布异常（只作线索）",
    en: "amounts whose digits are not spread as free amounts are: leads only",
  },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    const { dialect, rule } = context;
    if (find.lead.when !== "true")
      throw new Refusal("true: digits are a hint, never a suspicion", find.lead.when, ["lead", "when"]);
    const rows = await Side.read(find, "", context);
    const { relation } = rows;
    const keys = find.per.map((name, i) => columnOf(relation, name, "per", i));
    const value = columnOf(relation, find.value, "value");
    if (value.type.kind !== "money" && value.type.kind !== "number")
      throw new Refusal("an amount", nameOf(value.type), ["value"]);
    const { printed: least } = await fixedNumber(find.least.volume, context, ["least", "volume"]);
    const firstDay = periodOf(find.period, rows);
    const absent = [
      ...rows.absences(find.per.includes("person_id")),
      ...[...find.per, find.value, find.period.on].map((name) => ({
        reason: `${relation.name}.${name}`,
        condition: sql`${rows.column(name)} is null`,
      })),
    ];
    const area = relation.stored.has("care_area") ? sql`cast(${rows.column("care_area")} as varchar)` : nothing;
    const digit = digitOf(find.digit, rows.column(find.value));
    const steps = digitCounts({
      records: sql`select ${join(find.per.map((name) => sql`${rows.column(name)} as ${ident(name)}`))}, ${firstDay} as first_day, ${digit} as digit,
        ${claimsOf(relation, "row")} as claims, ${area} as its_care_area
        from ${rows.from()} where ${rows.population()} and ${applies(absent)} and ${digit} is not null`,
      ...{ keys: find.per, place: find.digit, least },
    });
    const columns: Columns = new Map([
      ["", new Map([...made.get("")!, ...keys.map(({ name, type }) => [name, type] as const)])],
    ]);
    const ofUnit = { table: "row", columns: new Map(find.per.map((name) => [name, true])), day: null };
    const print = (expression: Expression) => context.print(expression, () => "row", ofUnit);
    const breaks = print(await context.read(find.breaks, columns, "breaks", "boolean"));
    const values = await explained(context, find.values ?? {}, columns, print);
    const partition = partitionBy([{ relation, keys: find.per, lookups: rows.lookups }]);
    const own = (name: string): Sql => (find.per.includes(name) ? sql`cast("row".${ident(name)} as varchar)` : nothing);
    const finding = selectFinding(rule.id, {
      subject: dialect.keyText([
        ...find.per.map((name) => sql`cast("row".${ident(name)} as varchar)`),
        sql`${`${find.digit}_digit`}`,
        raw('"row".period'),
      ]),
      person_id: own("person_id"),
      institution_code: own("institution_code"),
      insured_area: own("insured_area"),
      care_area: find.per.includes("care_area") ? own("care_area") : raw('"row".its_care_area'),
      day: raw('"row".first_day'),
      claims: sql`coalesce("row".claims, ${noTexts})`,
      lines: noTexts,
      values: dialect.record(values),
      lead: await leadOf(find.lead, context, columns, print),
      owner: ownerOf(partition, "row"),
    });
    return {
      kind: "query",
      findings: sql`${steps} select ${finding} from (
          select *, ${periodText(find.period, raw("first_day"))} as period from "row" where enough
        ) as "row" where ${breaks}`,
      counts: countsOf(rule.id, steps, rows, absent),
      partition,
    };
  },
} satisfies Shape;

/** Units and periods looked at, those with too few amounts, and rows that lack what is needed. */
function countsOf(rule: string, steps: Sql, rows: Side, absent: readonly Absent[]): Counts {
  const ofRows = absent.map(
    ({ condition }, i) => sql`${rows.population()} and ${applies(absent.slice(0, i))} and ${condition}`,
  );
  const counted = join(
    ofRows.map((condition, i) => sql`count(*) filter (where ${condition}) as ${ident(`lacks_${i}`)}`),
  );
  return {
    statement: sql`${steps} select * from (
        select count(*) filter (where enough) as judged, count(*) filter (where not enough) as few from "row"
      ) as "of_units" cross join (
        select ${counted} from ${rows.relation.rows} as ${ident(rows.table)}${joinsNamed(rows.joined, ofRows)}
      ) as "of_rows"`,
    columns: [
      { rule, counts: "looked_at", reason: null },
      ...["volume", ...absent.map(({ reason }) => reason)].map((reason) => ({
        ...{ rule, counts: "not_applicable" as const, reason },
      })),
    ],
  };
}
