import Type, { type Static } from "typebox";
import { join, raw, sql } from "../../store/sql.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { countsOf } from "../compile/counts.ts";
import { explained, noTexts, selectFinding } from "../compile/finding.ts";
import { fixedNumber, wholeNumber } from "../compile/fixed-number.ts";
import { HouseholdFile, householdOf } from "../compile/household.ts";
import { columnOf } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { countsOfMeetings, holding, links, type Meetings, meetings, parts, standing } from "../compile/meetings.ts";
import { keyColumns, membersTold, toldPlaces } from "../compile/members.ts";
import { readShared, SharedFile } from "../compile/shared.ts";
import { applies, Side, sideKeys } from "../compile/side.ts";
import { meetingColumns, readWays } from "../compile/ways.ts";
import type { Expression } from "../expressions/expression.ts";
import { scalar } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import { ColumnName, closed, ExpressionText, Name } from "../rule/rule-schema.ts";
import type { OwnQuery, Shape } from "../shape.ts";

const schema = closed({
  ...sideKeys,
  who: ColumnName,
  by: Type.Optional(Type.Array(Type.Array(ColumnName, { minItems: 1 }))),
  most: ExpressionText,
  shared: Type.Optional(SharedFile),
  unless: Type.Optional(HouseholdFile),
  result: Type.Enum(["pair", "component"]),
  at_least: Type.Optional(ExpressionText),
  care_area: Type.Optional(ColumnName),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/** Who is joined, as JSON in the place of an owner: a component keeps its name by its members (`run/kept-subjects.ts`). */
const allMembers = raw(
  ` join (select number, cast(to_json(list_sort(list(cast(node as varchar)))) as varchar) as members from "part" group by number) using (number)`,
);

/** A star joins as many as it likes, pairs grow with the square of those who meet. */
const mostInStar = 10_000;
const mostInPairs = 500;

/**
 * Persons, institutions, phones or agents (`who`) joined by what they share (`by`: lists of columns, moments by their day; equal in one list is a
 * meeting). A meeting of more than `most` is a hub, joins nobody, and is counted. Two are joined by one meeting, or by as many as `shared` asks for,
 * within its days and at so many different places; not where `unless` shows that they are a household. The result is each pair, or each
 * component of at least so many.
 */
export default {
  name: "together",
  about: { zh: "因共同键而相连", en: "joined by what they share" },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    const { dialect, rule } = context;
    const rows = await Side.read(find, "", context);
    checkKeys(find, rows);
    const { relation } = rows;
    const who = columnOf(relation, find.who, "who");
    if (who.type.kind !== "key" && who.type.kind !== "text") throw new Refusal("a key", who.type.kind, ["who"]);
    if (find.care_area !== undefined) columnOf(relation, find.care_area, "care_area");
    const ways = readWays(find.by, rows);
    const most = await wholeNumber(find.most, context, ["most"], 2, find.shared ? mostInPairs : mostInStar);
    const shared = find.shared ? await readShared(find.shared, find.by!, context) : null;
    const atLeast =
      find.at_least === undefined ? raw("2") : (await fixedNumber(find.at_least, context, ["at_least"])).printed;
    const household = find.unless ? await householdOf(find.unless, who, context) : null;
    const day =
      relation.day === null
        ? raw("0")
        : sql`cast(cast(${rows.column(relation.day)} as date) - date '1970-01-01' as bigint)`;
    const absent = [
      ...rows.absences(find.who === "person_id" || rows.looksUpPersons),
      { reason: `${relation.name}.${who.name}`, condition: sql`${rows.column(who.name)} is null` },
    ];
    const keys = join(keyColumns(relation, rows.table));
    const records = ways.map(
      ({ columns, known }) =>
        sql`select ${rows.column(who.name)} as node, ${day} as day_number, ${columns}, ${keys} from ${rows.from()}
          where ${rows.population()} and ${applies(absent)} and ${known}`,
    );
    const met: Meetings = {
      records: join(records, " union all "),
      meeting: meetingColumns(find.by!),
      most: most.printed,
      shared,
    };
    const columns = columnsTold(find);
    const print = (expression: Expression) => context.print(expression, () => "row", null);
    const values = await explained(context, find.values ?? {}, columns, print);
    const joins = find.result === "component";
    const finding = selectFinding(rule.id, {
      subject:
        find.result === "pair"
          ? dialect.keyText([raw('"row".least'), raw('"row".greatest')])
          : raw('"row".told_record'),
      ...toldPlaces,
      day: raw('"row".told_day'),
      claims: raw('"row".told_claims'),
      lines: relation.ofLines ? raw('"row".told_lines') : noTexts,
      values: dialect.record(values),
      lead: await leadOf(find.lead, context, columns, print),
      owner: joins ? raw('"row".members') : undefined,
    });
    return {
      kind: "query",
      findings: sql`${meetings(met)}${links(met, household)}${parts(find.result)}${holding(met.meeting, relation.key.length)}${standing(met, relation.key.length, atLeast)},
        ${membersTold(relation, ["day_number"], dialect, find.care_area)}
        select ${finding} from (select * from "standing" join "told" using (number)${joins ? allMembers : raw("")}) as "row"`,
      counts: countsOfMeetings(rule.id, countsOf(rule.id, [{ side: rows, absent }]), met),
    };
  },
} satisfies Shape;

function checkKeys({ result, at_least, shared, unless, by }: Find, { relation }: Side): void {
  if ((result === "component") !== (at_least !== undefined))
    throw new Refusal(
      result === "component" ? "at_least, the size of a component" : "no at_least: a pair is two",
      at_least ?? "none",
      ["at_least"],
    );
  if (result === "pair" && !shared) throw new Refusal("shared, how many meetings make a pair", "none", ["shared"]);
  if (unless && !shared) throw new Refusal("shared: only pairs are held against a household", "none", ["unless"]);
  const dayless = (by ?? []).findIndex((columns) => relation.day === null || !columns.includes(relation.day));
  if (shared?.days !== undefined && dayless >= 0)
    throw new Refusal(
      `the day of a meeting among its columns: ${relation.day ?? "the relation has none"}`,
      by![dayless]!.join(", "),
      ["by", dayless],
    );
}

/** What expressions over a finding may name. */
function columnsTold({ shared }: Find): Columns {
  const count = scalar("number", { digits: 10, integer: true });
  const names = ["size", "records", "shared", "hubs", ...(shared?.different ? ["different"] : [])];
  const days = ["first_day", "last_day"].map((name) => [name, scalar("date")] as const);
  return new Map([["", new Map([...names.map((name) => [name, count] as const), ...days])]]);
}
