import Type, { type Static } from "typebox";
import { ident, join, type Sql, sql } from "../../store/sql.ts";
import { nothingBetween } from "../compile/between.ts";
import type { Columns, RuleContext } from "../compile/context.ts";
import { countsOf } from "../compile/counts.ts";
import {
  bearings,
  claimJoin,
  claimsOf,
  explained,
  type FindingRow,
  findingColumns,
  keyText,
  noTexts,
  selectFinding,
  subject,
} from "../compile/finding.ts";
import { type KeyPair, Keys, keyPairs } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { contentOf, ownerOf, type Partition, partitionBy } from "../compile/partition.ts";
import { all, applies, Side, SideFile } from "../compile/side.ts";
import type { Dialect } from "../expressions/dialect.ts";
import { at, Refusal } from "../refusal.ts";
import { type Relation, typesOf } from "../relation.ts";
import { closed, ExpressionText, Name, RelationName, some } from "../rule/rule-schema.ts";
import type { OwnQuery, Shape } from "../shape.ts";

const schema = closed({
  left: SideFile,
  right: SideFile,
  same: Type.Optional(Keys),
  same_any: Type.Optional(some(Keys)),
  driven: Type.Optional(closed({ by: RelationName, left: Keys, right: Keys })),
  breaks: ExpressionText,
  /** Over `left`, `right` and `other`, a third row like the left one: where it holds of any, the two do not stand next to each other. */
  between: Type.Optional(ExpressionText),
  /** Whose lines should not have been paid; both where absent. */
  wrong: Type.Optional(Type.Enum(["left", "right"])),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});
type Find = Static<typeof schema>;

/**
 * Two rows that may not stand together: equal in the keys of `same`, or of one list of `same_any` (an equi-join each), or joined by a row of a
 * knowledge table (`driven`, whose row is `point`: codes on either side, its own window); with `between` only those next to each other. Without an equality key it is refused: it would compare
 * every row with every other.
 */
export default {
  name: "pairs",
  about: { zh: "两条记录不应并存", en: "two rows that may not stand together" },
  schema,
  async compile(find: Find, context: RuleContext): Promise<OwnQuery> {
    const left = await at("left", () => Side.read(find.left, "left", context));
    const right = await at("right", () => Side.read(find.right, "right", context));
    const point = find.driven && (await at("driven", () => context.relation(find.driven!.by, "by")));
    const keys = await keysOf(find, left, right);
    const ways = await joinsOf(find, keys, left, right, point);
    const columns = bothColumns(left, right, point);
    const tableOf = (of: string) => (of === "point" ? "point" : (left.columns().has(of) ? left : right).tableOf(of));
    const print = (expression: Parameters<RuleContext["print"]>[0]) =>
      context.print(expression, tableOf, left.overlaid);
    const breaks = print(await context.read(find.breaks, columns, "breaks", "boolean"));
    const values = await explained(context, find.values ?? {}, columns, print);
    const follows = [...(find.same ?? []), ...(find.same_any ?? []).flat()].includes("person_id");
    const absent = {
      left: left.absences(follows || left.looksUpPersons),
      right: right.absences(follows || right.looksUpPersons),
    };
    const joined = { left: left.relation, right: right.relation, ways: keys, columns, tableOf };
    const next = await nothingBetween(find.between, find.left, follows || left.looksUpPersons, joined, context);
    const conditions = [left.population(), right.population(), applies(absent.left), applies(absent.right), breaks];
    conditions.push(next);
    if (left.relation === right.relation)
      conditions.push(sql`${rowKey(left, context.dialect)} <> ${rowKey(right, context.dialect)}`);
    const lead = await leadOf(find.lead, context, columns, print);
    const partition = partitionOf(find, left, right, point);
    const owner = ownerOf(partition, "left");
    const finding = selectFinding(context.rule.id, {
      ...findingOf(left, right, values, context),
      lines: linesOf(
        [left, right].filter((side) => find.wrong === undefined || side.of === find.wrong),
        context.dialect,
      ),
      lead,
      owner,
    });
    const claims = sql`${claimJoin(left.relation, "left", "claim_left")}${claimJoin(right.relation, "right", "claim_right")}`;
    const found = ways.map(
      (way) => sql`select ${finding} from ${way}${left.joins()}${right.joins()}${claims} where ${all(conditions)}`,
    );
    const sides = [
      { side: left, absent: absent.left },
      { side: right, absent: absent.right },
    ];
    return { kind: "query", findings: eachOnce(found), counts: countsOf(context.rule.id, sides, partition), partition };
  },
} satisfies Shape;

/** By a key that holds in every way in which two rows can be joined. */
function partitionOf(find: Find, left: Side, right: Side, point: Relation | undefined): Partition | null {
  const [first = [], ...others] = (find.same_any ?? (find.same ? [find.same] : [])).map((list) =>
    keyPairs(list, left.relation, right.relation),
  );
  const everywhere = first.filter(({ own, other }) =>
    others.every((list) => list.some((pair) => pair.own.name === own.name && pair.other.name === other.name)),
  );
  return partitionBy(
    [
      { relation: left.relation, keys: everywhere.map(({ own }) => own.name), lookups: left.lookups },
      { relation: right.relation, keys: everywhere.map(({ other }) => other.name), lookups: right.lookups },
    ],
    point ? [contentOf(point)] : [],
  );
}

/** The keys of each list in which two rows can be equal. */
async function keysOf(find: Find, left: Side, right: Side): Promise<KeyPair[][]> {
  const lists = find.same_any ?? (find.same ? [find.same] : []);
  if (find.same && find.same_any) throw new Refusal("same or same_any", "both", ["same_any"]);
  if (lists.length === 0 && !find.driven) throw new Refusal("an equality key: same, same_any or driven", "none");
  return Promise.all(
    lists.map((list, i) =>
      at(find.same_any ? ["same_any", i] : "same", () => keyPairs(list, left.relation, right.relation)),
    ),
  );
}

/** FROM of each way in which two rows can be joined. */
async function joinsOf(
  find: Find,
  keys: readonly KeyPair[][],
  left: Side,
  right: Side,
  point: Relation | undefined,
): Promise<Sql[]> {
  const [leftRows, rightRows] = [left, right].map((side) => sql`${side.relation.rows} as ${ident(side.table)}`) as [
    Sql,
    Sql,
  ];
  const equal = (pairs: readonly KeyPair[], one: string, two: string) =>
    pairs.map(({ own, other }) => sql`${ident(one)}.${ident(own.name)} = ${ident(two)}.${ident(other.name)}`);
  if (!point || !find.driven)
    return keys.map((pairs) => sql`${leftRows} join ${rightRows} on ${join(equal(pairs, "left", "right"), " and ")}`);
  const toLeft = await at(["driven", "left"], () => keyPairs(find.driven!.left, left.relation, point));
  const toRight = await at(["driven", "right"], () => keyPairs(find.driven!.right, right.relation, point));
  const driven = sql`${leftRows} join ${point.rows} as "point" on ${join(equal(toLeft, "left", "point"), " and ")}`;
  return (keys.length > 0 ? keys : [[]]).map(
    (pairs) =>
      sql`${driven} join ${rightRows} on ${join([...equal(toRight, "right", "point"), ...equal(pairs, "left", "right")], " and ")}`,
  );
}

function bothColumns(left: Side, right: Side, point: Relation | undefined): Columns {
  const columns: Columns = new Map(left.columns());
  for (const [of, types] of right.columns()) {
    if (columns.has(of)) throw new Refusal("lookups of both sides under different names", of, ["right", "lookup"]);
    columns.set(of, types);
  }
  if (point) columns.set("point", typesOf(point));
  return columns;
}

function rowKey({ relation, table }: Side, dialect: Dialect): Sql {
  return keyText(relation, table, dialect);
}

/** Whose and where is told by the left row; the subject names both, in one order whichever is left. */
function findingOf(
  left: Side,
  right: Side,
  values: [string, Sql][],
  { dialect }: RuleContext,
): Omit<FindingRow, "lines"> {
  const [one, two] = [left, right].map(({ relation, table }) =>
    subject(relation, table, `claim_${table}`, dialect),
  ) as [Sql, Sql];
  const sides = [left, right];
  return {
    subject: sql`least(${one}, ${two}) || ' + ' || greatest(${one}, ${two})`,
    ...bearings(left.relation, "left"),
    claims: sql`(${join(
      sides.map(({ relation, table }) => claimsOf(relation, table)),
      " || ",
    )})`,
    values: dialect.record(values),
  };
}

function linesOf(sides: readonly Side[], dialect: Dialect): Sql {
  const lines = sides.filter(({ relation }) => relation.ofLines).map((side) => rowKey(side, dialect));
  return lines.length > 0 ? dialect.listOf(lines) : noTexts;
}

/** Both orders of a pair, and several ways to it, are one finding: one that is no lead, the first by its values. */
function eachOnce(found: readonly Sql[]): Sql {
  const columns = join(findingColumns.map((name) => ident(name)));
  return sql`select ${columns} from (
    select *, row_number() over (partition by subject, owner order by lead, "values", claims) as place from (${join(found, " union all ")}) as "pair"
  ) as "ranked" where place = 1`;
}
