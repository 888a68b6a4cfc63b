import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import Type from "typebox";
import type { App } from "../app.ts";
import { spool } from "../intake/spool.ts";

/** Of a workbook or CSV file as it comes. */
const MOST_BYTES = 256 << 20;

/** Published knowledge as a file: its bytes are the body. The answer is the job that reads it and takes it in force. */
export default function knowledgeUpload(app: App): void {
  const { house, jobs } = app.services;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
  app.post(
    "/api/knowledge/batches",
    {
      config: { permission: "knowledge.write" },
      bodyLimit: MOST_BYTES,
      schema: {
        summary: "Takes a workbook or CSV file of published points in, as `knowledge load` does",
        querystring: Type.Object({
          name: Type.String({
            pattern: String.raw`^[^/\\\x00-\x1f]{1,120}\.(csv|xlsx|CSV|XLSX)$`,
            description: "of the file",
          }),
          batch: Type.Optional(Type.Integer({ minimum: 1, maximum: 9999 })),
          published: Type.Optional(Type.String({ format: "date" })),
          layout: Type.Optional(Type.String({ maxLength: 60 })),
        }),
        response: { 202: Type.Object({ job: Type.Integer() }) },
      },
    },
    async ({ principal, query: { name, batch, published, layout }, body }, reply) => {
      const folder = path.join(house.folder.stage, `knowledge-${randomUUID()}`);
      await mkdir(folder, { recursive: true });
      try {
        const file = path.join(folder, name);
        const content = (body as Readable | undefined) ?? Readable.from([]);
        const spooled = await spool(content, folder, { name, maxBytes: MOST_BYTES });
        await rename(spooled.path, file);
        const options = {
          arguments: ["load", file],
          ...(batch === undefined ? {} : { batch: String(batch) }),
          ...(published === undefined ? {} : { published }),
          ...(layout === undefined ? {} : { layout }),
        };
        const { id } = jobs.submit("knowledge", options, principal);
        void jobs.wait(id).then(() => rm(folder, { recursive: true, force: true }));
        return reply.code(202).send({ job: id });
      } catch (cause) {
        await rm(folder, { recursive: true, force: true });
        throw cause;
      }
    },
  );
}
