import Type from "typebox";
import type { App } from "../app.ts";
import type { BatchRecord } from "../intake/batch.ts";
import { qualityOf } from "../intake/quality.ts";
import { requireNation } from "../store/scope.ts";
import { sql } from "../store/sql.ts";

const BatchId = Type.Object({ id: Type.Integer({ minimum: 1 }) });
const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 200 }),
  offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
});

/** Acknowledged batches, what was refused of them, and how well their records hold together. They hold records of all provinces: the nation's alone. */
export default function batches(app: App): void {
  const { house } = app.services;
  const config = { permission: "data.read" } as const;

  app.get(
    "/api/batches",
    { config, schema: { querystring: Page } },
    async ({ principal, query: { limit, offset } }) => {
      requireNation(principal);
      const all = house.batches.all().reverse();
      return { batches: all.slice(offset, offset + limit).map(view), total: all.length };
    },
  );

  app.get("/api/batches/:id", { config, schema: { params: BatchId } }, async ({ params, principal }) => {
    requireNation(principal);
    return view(house.batches.get(params.id));
  });

  app.get(
    "/api/batches/:id/rejects",
    { config, schema: { params: BatchId, querystring: Page } },
    async ({ params, query, principal }) => {
      requireNation(principal);
      const { batch } = house.batches.get(params.id);
      return house.database.read(principal, async (reader) => {
        const rejects = await reader.rows(
          sql`select record, line, column_name as "column", code, value, expected from reject where batch = ${batch}
              order by record, column_name limit ${query.limit} offset ${query.offset}`,
        );
        const { total } = await reader.one<{ total: number }>(
          sql`select count(*) as total from reject where batch = ${batch}`,
        );
        return { rejects, total };
      });
    },
  );

  app.get("/api/batches/:id/quality", { config, schema: { params: BatchId } }, async ({ params, principal }) => {
    requireNation(principal);
    const record = house.batches.get(params.id);
    const layout = house.layouts().find(({ name }) => name === record.layout);
    const checks = layout?.tables.flatMap((table) => table.checks) ?? [];
    return house.database.read(principal, async (reader) => ({
      identities: await qualityOf(reader, record.batch, checks),
    }));
  });
}

function view(record: BatchRecord) {
  const { batch, read, accepted, duplicate, replaced, rejected, columns, ...rest } = record;
  const rows = { read, accepted, duplicate, replaced, rejected };
  return { id: batch, ...rest, rows, columnsSupplied: columns, generated: record.generatedScale !== null };
}
