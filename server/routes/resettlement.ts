import { Readable } from "node:stream";
import Type, { type Static } from "typebox";
import type { App } from "../app.ts";
import { differencesAsCsv } from "../settle/pages/difference-csv.ts";
import { differenceFilter } from "../settle/pages/difference-filter.ts";
import { kindNames, type ListQuery, listDifferences, orderNames } from "../settle/pages/difference-list.ts";
import { differencesBy, type Grouping, groupings } from "../settle/pages/differences.ts";
import { systemicFindings } from "../settle/pages/systemic.ts";

const config = { permission: "data.read" } as const;

/** A list of re-settled claims as the address names it. */
export const listQuery = Type.Object({
  ...differenceFilter.properties,
  kind: Type.Enum(kindNames, { default: "differing", description: "which of the claims" }),
  order: Type.Enum(orderNames, { default: "size" }),
});

export function queryOf({ kind, order, ...filter }: Static<typeof listQuery>): ListQuery {
  return { filter, kind, order };
}

/** What the fund paid beside what was due: counted, listed, exported. */
export default function resettlement(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/resettlement/differences",
    {
      config,
      schema: {
        querystring: Type.Object({
          ...differenceFilter.properties,
          by: Type.Enum(Object.keys(groupings) as Grouping[], { default: "total" }),
          limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 }),
        }),
      },
    },
    ({ principal, query: { by, limit, ...filter } }) =>
      house.database.read(principal, async (reader) => ({
        rows: await differencesBy(reader, principal, by, filter, limit),
      })),
  );

  app.get("/api/resettlement/systemic", { config, schema: { querystring: differenceFilter } }, ({ principal, query }) =>
    house.database.read(principal, async (reader) => ({ findings: await systemicFindings(reader, principal, query) })),
  );

  app.get(
    "/api/resettlement/claims",
    {
      config,
      schema: {
        querystring: Type.Object({
          ...listQuery.properties,
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
      },
    },
    ({ principal, query: { limit, offset, ...query } }) =>
      house.database.read(principal, (reader) => listDifferences(reader, principal, queryOf(query), { limit, offset })),
  );

  app.get(
    "/api/resettlement/claims.csv",
    { config: { permission: "data.export" }, schema: { querystring: listQuery } },
    async ({ principal, query }, reply) => {
      const pieces = await house.database.read(principal, (reader) =>
        differencesAsCsv(reader, principal, queryOf(query)),
      );
      await house.journal.append(principal.id, "resettlement.exported", { ...query, rows: pieces.length - 1 });
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="resettlement.csv"')
        .send(Readable.from(pieces));
    },
  );
}
