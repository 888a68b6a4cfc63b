import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import type { Reporter } from "../intake/batch.ts";
import { catchUp } from "../jobs/after-load.ts";

const FORMATS: Record<string, string> = {
  "text/csv": "csv",
  "application/x-ndjson": "ndjson",
  "application/vnd.apache.parquet": "parquet",
  "application/vnd.apache.arrow.stream": "arrow",
};

/**
 * A batch as a stream: spooled with back-pressure in constant memory, answered only after the commit.
 * `table` is the dictionary's name, the official one, or `auto`: found from name and header.
 */
export default function batchUpload(app: App): void {
  const { house } = app.services;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.post(
    "/api/batches/:table",
    {
      config: { permission: "data.load" },
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        params: Type.Object({ table: Type.String({ maxLength: 60 }) }),
        querystring: Type.Object({
          layout: Type.Optional(Type.String({ maxLength: 60 })),
          source: Type.Optional(Type.String({ maxLength: 300 })),
          reporter: Type.Union([Type.Literal("insured"), Type.Literal("care"), Type.Literal("unknown")], {
            default: "unknown",
          }),
        }),
      },
    },
    async (request, reply) => {
      const { table } = request.params;
      const { layout, source, reporter } = request.query;
      const type = request.headers["content-type"]?.split(";")[0]?.trim() ?? "";
      const gone = new AbortController(); // nobody waits for the answer: nothing is acknowledged, so nothing is kept
      reply.raw.once("close", () => gone.abort());
      const records = await house.intake.load({
        input: (request.body as Readable | undefined) ?? Readable.from([]), // no body at all is an empty file
        format: FORMATS[type],
        source: source ?? table,
        table: table === "auto" ? undefined : table,
        layout,
        reporter: reporter as Reporter,
        actor: request.principal.id,
        signal: gone.signal,
      });
      await catchUp(house.database);
      for (const { batch } of records) house.events.emit("batch", batch);
      const [first] = records;
      return reply.code(201).send({ ...first, batches: records });
    },
  );
}
