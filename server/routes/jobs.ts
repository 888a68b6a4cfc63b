import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";
import type { Options } from "../jobs/command.ts";
import { eventStream } from "./events.ts";

const JobId = Type.Object({ id: Type.Integer({ minimum: 1 }) });

/** Long work: what runs, how far it is, stopping it; and the hand-over from a command of the same user. */
export default function jobs(app: App): void {
  const { jobs, token } = app.services;

  app.get("/api/jobs", { config: { permission: "jobs.read" } }, async () => ({ jobs: jobs.list() }));

  app.get("/api/jobs/:id", { config: { permission: "jobs.read" }, schema: { params: JobId } }, async (request) =>
    jobs.get(request.params.id),
  );

  app.post(
    "/api/jobs",
    {
      config: { permission: "jobs.run" },
      schema: { body: Type.Object({ command: Type.String(), options: Type.Record(Type.String(), Type.Unknown()) }) },
    },
    async (request) => {
      requireToken(request, token);
      return jobs.submit(request.body.command, request.body.options as Options, request.principal);
    },
  );

  app.get(
    "/api/jobs/:id/events",
    { config: { permission: "jobs.read" }, schema: { params: JobId } },
    async (request, reply) => {
      const { id } = request.params;
      jobs.get(id);
      const stream = eventStream(request, reply);
      const send = () => {
        const job = jobs.get(id);
        stream.send(job);
        if (job.endedAt !== null) stream.close();
      };
      const onChange = (changed: number) => {
        if (changed === id) send();
      };
      jobs.on("change", onChange);
      stream.onClose(() => jobs.off("change", onChange));
      send();
    },
  );

  app.delete("/api/jobs/:id", { config: { permission: "jobs.run" }, schema: { params: JobId } }, async (request) =>
    jobs.cancel(request.params.id),
  );
}

/** A hand-over reads files with the server's rights: only whoever can read the lock file may ask for it. */
function requireToken(request: FastifyRequest, token: string): void {
  const given = Buffer.from(request.headers.authorization?.replace(/^Bearer /, "") ?? "");
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw fail("access.unauthenticated");
}
