import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { watermark } from "../indicators/watermark.ts";
import { differenceFilter } from "../settle/pages/difference-filter.ts";
import { listDifferences } from "../settle/pages/difference-list.ts";
import { differencesBy, type Grouping, groupings } from "../settle/pages/differences.ts";
import { aboutExport } from "../settle/pages/export/about.ts";
import { exportedClaims } from "../settle/pages/export/claims.ts";
import { exportAs, formatNames, formats } from "../settle/pages/export/formats.ts";
import { listQuery, queryOf } from "../settle/pages/list-query.ts";
import { systemicFindings } from "../settle/pages/systemic.ts";

const config = { permission: "data.read" } as const;

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

  for (const format of formatNames) {
    app.get(
      `/api/resettlement/claims.${format}`,
      { config: { permission: "data.export" }, schema: { querystring: listQuery } },
      async ({ principal, query }, reply) => {
        const { rows, content } = await house.database.read(principal, async (reader) => {
          const about = aboutExport(await watermark(reader, principal));
          return exportAs(format, reader, exportedClaims(principal, queryOf(query), about), house.folder.stage);
        });
        await house.journal.append(principal.id, "resettlement.exported", { ...query, format, rows });
        return reply
          .type(formats[format])
          .header("content-disposition", `attachment; filename="resettlement.${format}"`)
          .send(Readable.from(content));
      },
    );
  }
}
