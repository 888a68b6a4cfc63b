import Type from "typebox";
import { comparable, nameOf } from "../expressions/value-type.ts";
import { Refusal } from "../refusal.ts";
import type { Relation, RelationColumn } from "../relation.ts";
import { some } from "../rule/rule-schema.ts";

/** Columns that must be equal on two sides: `person_id`, or `institution_code = code` where they are called differently. */
export const Keys = some(Type.String({ pattern: "^[a-z][a-z0-9_]*( = [a-z][a-z0-9_]*)?$" }));

export interface KeyPair {
  own: RelationColumn;
  other: RelationColumn;
}

/** @throws Refusal where a column is none, or two cannot be equal */
export function keyPairs(keys: readonly string[], own: Relation, other: Relation): KeyPair[] {
  return keys.map((key, i) => {
    const [left = "", right = left] = key.split(" = ");
    const pair = { own: columnOf(own, left, i), other: columnOf(other, right, i) };
    if (!comparable(pair.own.type, pair.other.type))
      throw new Refusal("two columns of one kind", `${nameOf(pair.own.type)} and ${nameOf(pair.other.type)}`, [i]);
    if (pair.own.type.kind === "boolean" || pair.own.type.kind === "list")
      throw new Refusal("a key that tells rows apart", nameOf(pair.own.type), [i]);
    return pair;
  });
}

export function columnOf(relation: Relation, name: string, ...path: (string | number)[]): RelationColumn {
  const column = relation.columns.get(name);
  if (!column) throw new Refusal(`a column of ${relation.name}`, name, path);
  return column;
}
