import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import { fail } from "../../errors.ts";
import { differenceFilter } from "./difference-filter.ts";
import { kindNames, type ListQuery, orderNames } from "./difference-list.ts";

/** A list of re-settled claims as an address or a command names it. */
export const listQuery = Type.Object({
  ...differenceFilter.properties,
  kind: Type.Enum(kindNames, { default: "differing", description: "which of the claims" }),
  order: Type.Enum(orderNames, {
    default: "size",
    description: "size and direction of the difference, or last settled first",
  }),
});

export function queryOf({ kind, order, ...filter }: Static<typeof listQuery>): ListQuery {
  return { filter, kind, order };
}

/** Each part of a query with what it asks for. */
export const queryParts = Object.entries(listQuery.properties).map(([name, schema]) => ({
  name,
  about: (schema as { description?: string }).description ?? name,
  choices: (schema as { enum?: string[] }).enum,
}));

const parts = new Map(Object.entries(listQuery.properties).map(([name, schema]) => [name, Compile(schema)]));

/**
 * A query from texts by name, absent ones left out.
 * @throws request.invalid naming the part that cannot be meant
 */
export function readListQuery(given: Record<string, string | undefined>): ListQuery {
  const known = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of known) {
    if (!parts.get(name)?.Check(value))
      throw fail("request.invalid", {
        where: `--${name}`,
        expected: queryParts.find((part) => part.name === name)?.about ?? "nothing",
        got: String(value),
      });
  }
  return queryOf({ kind: "differing", order: "size", ...Object.fromEntries(known) });
}
