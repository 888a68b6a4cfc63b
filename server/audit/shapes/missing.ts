import Type, { type Static } from "typebox";
import { ident, join, raw, type Sql, sql } from "../../store/sql.ts";
import type { RuleContext } from "../compile/context.ts";
import { countsOf } from "../compile/counts.ts";
import { bearings, claimJoin, claimsOf, explained, noTexts, selectFinding, subject } from "../compile/finding.ts";
import { type KeyPair, Keys, keyPairs } from "../compile/keys.ts";
import { leadKeys, leadOf } from "../compile/lead.ts";
import { ownerOf, type PartedSide, type Partition, partitionBy, withBeyond } from "../compile/partition.ts";
import { type Absent, all, applies, Side, sideKeys } from "../compile/side.ts";
import { at } from "../refusal.ts";
import { type Relation, typesOf } from "../relation.ts";
import { closed, ExpressionText, Name, RelationName } from "../rule/rule-schema.ts";
import type { OwnQuery, Shape } from "../shape.ts";

const schema = closed({
  ...sideKeys,
  companion: RelationName,
  same: Keys,
  matching: Type.Optional(ExpressionText),
  supplied: Type.Optional(Keys),
  values: Type.Optional(Type.Record(Name, ExpressionText)),
  ...leadKeys,
});

/**
 * A row without a companion in another relation: by equal keys and, of `other`, a condition (a period, a state). Where the companion's records were
 * not supplied at all for what `supplied` names, the rule does not apply: nothing is missing that nobody sent.
 */
export default {
  name: "missing",
  about: { zh: "缺少应有的对应记录", en: "a row without its companion in another relation" },
  schema,
  async compile(find: Static<typeof schema>, context: RuleContext): Promise<OwnQuery> {
    const { dialect, rule } = context;
    const side = await Side.read(find, "", context);
    const { relation } = side;
    const other = context.relation(find.companion, "companion");
    const keys = await at("same", () => keyPairs(find.same, relation, other));
    const columns = side.columns();
    const matching =
      find.matching === undefined
        ? raw("true")
        : context.print(
            await context.read(find.matching, new Map(columns).set("other", typesOf(other)), "matching", "boolean"),
            (of) => (of === "other" ? "other" : side.tableOf(of)),
            side.overlaid,
          );
    const equal = (pairs: typeof keys): Sql =>
      join(
        pairs.map(({ own, other: theirs }) => sql`"other".${ident(theirs.name)} = ${side.column(own.name)}`),
        " and ",
      );
    const exists = (condition: Sql) => sql`exists (select 1 from ${other.rows} as "other" where ${condition})`;
    const supplied = await at("supplied", () => keyPairs(find.supplied ?? [], relation, other));
    const unsupplied: Absent[] =
      supplied.length > 0 ? [{ reason: other.name, condition: sql`not ${exists(equal(supplied))}` }] : [];
    const follows = side.looksUpPersons || keys.some(({ own }) => own.name === "person_id");
    const absent = [...side.absences(follows), ...unsupplied];
    const values = await explained(context, find.values ?? {}, columns, (value) => side.print(value));
    const hit = all([side.population(), applies(absent), sql`not ${exists(all([equal(keys), matching]))}`]);
    const partition = partitionOf(side, other, keys, supplied);
    const finding = selectFinding(rule.id, {
      subject: subject(relation, "row", "claim_row", dialect),
      ...bearings(relation, "row"),
      claims: claimsOf(relation, "row"),
      lines: relation.ofLines
        ? dialect.listOf([dialect.keyText(relation.key.map((name) => side.column(name)))])
        : noTexts,
      values: dialect.record(values),
      lead: await leadOf(find.lead, context, columns, (when) => side.print(when)),
      owner: ownerOf(partition, "row"),
    });
    return {
      kind: "query",
      findings: sql`select ${finding} from ${side.from()}${claimJoin(relation, "row", "claim_row")} where ${hit}`,
      counts: countsOf(rule.id, [{ side, absent }], partition),
      partition,
    };
  },
} satisfies Shape;

/**
 * Where owners are told apart in what the companion was supplied for, that hangs on their own rows. Else it hangs on whatever record comes or goes, and
 * the companion is read whole.
 */
function partitionOf(
  { relation, lookups }: Side,
  other: Relation,
  keys: readonly KeyPair[],
  supplied: readonly KeyPair[],
): Partition | null {
  const partition = partitionBy([
    { relation, keys: keys.map(({ own }) => own.name), lookups },
    { relation: other, keys: keys.map(({ other: theirs }) => theirs.name) },
  ]);
  if (!partition || supplied.length === 0) return partition;
  const [rows, companions] = partition.sides as [PartedSide, PartedSide];
  const ofOwner = supplied.some(({ own, other }) => own.name === rows.column && other.name === companions.column);
  if (ofOwner) return partition;
  if (relation === other) return null;
  return withBeyond({ ...partition, sides: [rows, { ...companions, whole: true }] }, [suppliedFor(other, supplied)]);
}

/** Fingerprint of what the companion was supplied for: one record more may make a rule apply to a whole area. */
function suppliedFor({ rows }: Relation, keys: readonly KeyPair[]): Sql {
  const columns = join(keys.map(({ other }) => ident(other.name)));
  return sql`select coalesce(cast(bit_xor(hash(${columns})) as varchar), '') from (select distinct ${columns} from ${rows})`;
}
