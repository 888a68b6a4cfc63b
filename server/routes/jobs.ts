import Type from "typebox";
import type { App } from "../app.ts";
import { fail } from "../errors.ts";
import type { Options } from "../jobs/command.ts";
import { isMachine, mayStop, seenJob } from "../jobs/seen-job.ts";
import type { Principal } from "../store/principal.ts";
import { eventStream } from "./events.ts";

const JobId = Type.Object({ id: Type.Integer({ minimum: 1 }) });

/** Long work: what runs, how far it is, stopping it; asking for it; and the hand-over from a command of the machine's own user. */
export default function jobs(app: App): void {
  const { jobs } = app.services;

  app.get("/api/jobs", { config: { permission: "jobs.read" } }, async ({ principal }) => ({
    jobs: jobs.list().map((job) => seenJob(jobs, job, principal)),
  }));

  app.get(
    "/api/jobs/:id",
    { config: { permission: "jobs.read" }, schema: { params: JobId } },
    async ({ principal, params: { id } }) => seenJob(jobs, jobs.get(id), principal),
  );

  app.post(
    "/api/jobs",
    {
      config: { permission: "jobs.run" },
      schema: { body: Type.Object({ command: Type.String(), options: Type.Record(Type.String(), Type.Unknown()) }) },
    },
    async ({ principal, body }) => {
      const options = body.options as Options;
      checkAsked(principal, body.command, jobs.permissionFor(body.command, options));
      return seenJob(jobs, jobs.submit(body.command, options, principal), principal);
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
        stream.send(seenJob(jobs, job, request.principal));
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

  app.delete(
    "/api/jobs/:id",
    { config: { permission: "jobs.run" }, schema: { params: JobId } },
    async ({ principal, params: { id } }) => {
      if (!mayStop(principal, jobs.get(id))) throw fail("access.denied", { permission: "system.read" });
      return seenJob(jobs, jobs.cancel(id), principal);
    },
  );
}

/** A command that names files works with the server's rights: it is for whoever can read the lock file. @throws access.terminal_only, access.denied */
function checkAsked(
  principal: Principal,
  command: string,
  permission: ReturnType<App["services"]["jobs"]["permissionFor"]>,
) {
  if (isMachine(principal)) return;
  if (permission === "terminal") throw fail("access.terminal_only", { command });
  if (!principal.permissions.has(permission)) throw fail("access.denied", { permission });
}
