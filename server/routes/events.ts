import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import { seenBy } from "../cases/review/seen-by.ts";

export interface EventStream {
  send(data: unknown): void;
  close(): void;
  onClose(listener: () => void): void;
}

const HEARTBEAT_MS = 20_000;

/** Tells the browser what changed, by id only; it reads again through the scoped query. */
export default function events(app: App): void {
  app.get("/api/events", { config: { permission: "data.read" } }, async (request, reply) => {
    const { jobs, house } = app.services;
    const stream = eventStream(request, reply);
    const onJob = (id: number) => stream.send({ type: "job", id });
    const onBatch = (id: number) => stream.send({ type: "batch", id });
    const { principal, log } = request;
    /** Of findings only those are named that the listener may see. */
    const tellOf = (type: "finding" | "hold") => (findings: readonly string[]) => {
      seenBy(house.database, principal, findings).then(
        (ids) => ids.length > 0 && stream.send({ type, ids }),
        (cause) => log.error(cause, "an event was not told"),
      );
    };
    const [onFinding, onHold] = [tellOf("finding"), tellOf("hold")];
    house.review.events.on("finding", onFinding);
    house.review.events.on("hold", onHold);
    jobs.on("change", onJob);
    house.events.on("batch", onBatch);
    stream.onClose(() => {
      house.review.events.off("finding", onFinding);
      house.review.events.off("hold", onHold);
      jobs.off("change", onJob);
      house.events.off("batch", onBatch);
    });
  });
}

/** Turns a reply into a stream of server-sent events. */
export function eventStream(request: FastifyRequest, reply: FastifyReply): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" });
  raw.write(": hello\n\n");
  const close = () => {
    clearInterval(heartbeat);
    raw.end();
  };
  /** Whoever has signed out, or was, hears nothing any more. */
  const tell = (text: string) => {
    const session = request.admitted?.session;
    if (session && !request.server.services.house.access.stands(session)) close();
    else raw.write(text);
  };
  const heartbeat = setInterval(() => tell(": still here\n\n"), HEARTBEAT_MS);
  request.raw.socket.once("close", () => clearInterval(heartbeat));
  return {
    send: (data) => tell(`data: ${JSON.stringify(data)}\n\n`),
    close,
    onClose: (listener) => void raw.once("close", listener),
  };
}
