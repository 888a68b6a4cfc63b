import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { watermark } from "../indicators/watermark.ts";
import { consistencyQuery, consistencyRow, listConsistency } from "../settle/consistency/consistency-list.ts";
import { aboutExport } from "../settle/pages/export/about.ts";
import { exportedComparisons } from "../settle/pages/export/comparisons.ts";
import { exportAs, formatNames, formats } from "../settle/pages/export/formats.ts";

/** Settlements without a policy beside their like: suspicions, never differences. */
export default function consistency(app: App): void {
  const { house } = app.services;

  app.get(
    "/api/resettlement/consistency",
    {
      config: { permission: "data.read" },
      schema: {
        summary: "Deductibles and ratios that are not those of like settlements, where no policy is known",
        querystring: Type.Object({
          ...consistencyQuery.properties,
          limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
        }),
        response: { 200: Type.Object({ total: Type.Integer(), rows: Type.Array(consistencyRow) }) },
      },
    },
    ({ principal, query: { limit, offset, ...query } }) =>
      house.database.read(principal, (reader) => listConsistency(reader, principal, query, { limit, offset })),
  );

  for (const format of formatNames) {
    app.get(
      `/api/resettlement/consistency.${format}`,
      { config: { permission: "data.export" }, schema: { querystring: consistencyQuery } },
      async ({ principal, query }, reply) => {
        const { rows, content } = await house.database.read(principal, async (reader) => {
          const about = aboutExport(await watermark(reader, principal));
          return exportAs(format, reader, exportedComparisons(principal, query, about), house.folder.stage);
        });
        await house.journal.append(principal.id, "consistency.exported", { ...query, format, rows });
        return reply
          .type(formats[format])
          .header("content-disposition", `attachment; filename="consistency.${format}"`)
          .send(Readable.from(content));
      },
    );
  }
}
