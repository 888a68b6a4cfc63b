import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { requireNation } from "../store/scope.ts";
import { sql } from "../store/sql.ts";

/** The refused records of a batch as they came, with the header: mended, they can be loaded again. */
export default function batchRejects(app: App): void {
  const { house } = app.services;
  app.get(
    "/api/batches/:id/rejects.csv",
    { config: { permission: "data.export" }, schema: { params: Type.Object({ id: Type.Integer({ minimum: 1 }) }) } },
    async ({ params, principal }, reply) => {
      requireNation(principal);
      const record = house.batches.get(params.id);
      const rows = await house.database.read(principal, (reader) =>
        reader.rows<{ line: number }>(sql`select distinct line from reject where batch = ${record.batch}`),
      );
      await house.journal.append(principal.id, "rejects.exported", { batch: record.batch });
      const text = house.intake.rejectedText(record, new Set(rows.map(({ line }) => line)));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="rejects-${record.batch}.csv"`)
        .send(Readable.from(withMark(text)));
    },
  );
}

/** A byte-order mark first: without it Excel reads Chinese as garbage. The reader takes it off again. */
async function* withMark(text: AsyncIterable<string>): AsyncGenerator<string> {
  yield "\uFEFF";
  yield* text;
}
