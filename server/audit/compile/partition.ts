import { ident, type Sql, sql } from "../../store/sql.ts";
import type { Relation } from "../relation.ts";
import type { KeyPair } from "./keys.ts";

/**
 * How the rows of a rule fall into parts by the values of one column, the owners: what the rule finds for an owner hangs on that owner's rows and on what is
 * looked up beside them, on nothing else. So after a change only the owners it touches are run again.
 */
export interface Partition {
  /** The relations whose rows are parted, each by one column; findings name the value of the first as `owner`. */
  sides: readonly PartedSide[];
  lookups: readonly PartedLookup[];
  /** SELECTs of one value each that all owners hang on: another than at the last run, and the rule runs whole. */
  beyond: readonly Sql[];
}

export interface PartedSide {
  relation: Relation;
  column: string;
  /** More than its owners' rows is asked of it: it is read whole, whoever is run again. */
  whole?: boolean;
}

/** What is looked up beside rows of a side, and the column of it that tells what changed. */
export interface PartedLookup {
  side: PartedSide;
  relation: Relation;
  own: string;
  other: string;
}

/** A side with columns that hold the same values as those in the same place of the other sides. */
interface KeyedSide {
  relation: Relation;
  keys: readonly string[];
  lookups?: readonly { relation: Relation; keys: readonly KeyPair[] }[];
}

/** Columns of which few rows have the same value; of an area, or a scheme, many have. */
const few = /_(id|no|code)$/;

/** Columns that lead from a row to whom it is about, the first that a relation has told of its changes. */
const owners = ["person_id", "claim_id", "visit_id", "institution_code"];

/** By the first of the keys by which every relation tells what changed; null where there is none. */
export function partitionBy(sides: readonly KeyedSide[], beyond: readonly Sql[] = []): Partition | null {
  const looked = sides.flatMap(({ lookups = [] }, at) => lookups.map((lookup) => ({ ...lookup, at })));
  const [told, untold] = [looked.filter(tellsByKey), looked.filter((lookup) => !tellsByKey(lookup))];
  if (untold.some(({ relation }) => tells(relation, relation.key))) return null;
  const count = Math.min(...sides.map(({ keys }) => keys.length));
  for (let i = 0; i < count; i++) {
    const parted = sides.map(({ relation, keys }) => ({ relation, column: keys[i]! }));
    if (!parted.every(({ relation, column }) => tells(relation, [column])) || !onceEach(parted)) continue;
    const lookups = told.map(({ relation, keys, at }) => {
      const told = keys.filter(({ other }) => tells(relation, [other.name]));
      const { own, other } = told.find(({ other }) => few.test(other.name)) ?? told[0]!;
      return { side: parted[at]!, relation, own: own.name, other: other.name };
    });
    return { sides: parted, lookups, beyond: [...beyond, ...untold.map(({ relation }) => contentOf(relation))] };
  }
  return null;
}

/** The same parts, whose owners hang on more beside their rows. */
export const withBeyond = (partition: Partition, beyond: readonly Sql[]): Partition => ({
  ...partition,
  beyond: [...partition.beyond, ...beyond],
});

/** Of rows that each stand for themselves. */
export function partitionOfRows(side: Omit<KeyedSide, "keys">): Partition | null {
  return partitionBy([{ ...side, keys: owners.filter((column) => side.relation.stored.has(column)) }]);
}

/** Fingerprint of a relation that does not tell what changed in it: of knowledge, which is small. */
export const contentOf = ({ rows }: Relation): Sql =>
  sql`select coalesce(cast(bit_xor(hash(entry)) as varchar), '') from ${rows} as entry`;

const tells = (relation: Relation, columns: readonly string[]): boolean =>
  columns.some((column) => relation.changed(column, 0) !== null);

const tellsByKey = ({ relation, keys }: { relation: Relation; keys: readonly KeyPair[] }): boolean =>
  tells(
    relation,
    keys.map(({ other }) => other.name),
  );

/** A relation is cut down by one column at a time. */
function onceEach(sides: readonly PartedSide[]): boolean {
  const columns = Map.groupBy(sides, ({ relation }) => relation.name);
  return [...columns.values()].every((each) => new Set(each.map(({ column }) => column)).size === 1);
}

/** The owner of a row as findings keep it; empty where it has none. */
export function ownerOf(partition: Partition | null, table: string): Sql | undefined {
  if (!partition) return undefined;
  return sql`coalesce(cast(${ident(table)}.${ident(partition.sides[0]!.column)} as varchar), '')`;
}
