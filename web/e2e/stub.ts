import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { findingAnswer } from "./findings.ts";
import * as fixture from "./fixture.ts";
import { settlementAnswer } from "./settlement.ts";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const types: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** The policy the server sends; a page that needs more than this fails here too. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'";

const failure = { error: { code: "test.failed", message: "the stub was told to fail" } };

export interface Stub {
  url: string;
  /** Every /api request so far, newest last. */
  asked: string[];
  /** Files that were confirmed. */
  posted: string[];
  /** Answers instead of the fixture's, by path; a number is an HTTP status. */
  overrides: Map<string, unknown>;
  /** Errors instead of answers, by path. */
  failures: Map<string, { code: string; message: string; details: Record<string, unknown> }>;
  close(): Promise<void>;
}

/** Serves web/dist and answers /api from the fixture, for states that a real server shows seldom. */
export async function startStub(port = 0): Promise<Stub> {
  const asked: string[] = [];
  const posted: string[] = [];
  const overrides: Stub["overrides"] = new Map();
  const failures: Stub["failures"] = new Map();
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://stub");
    response.setHeader("content-security-policy", policy);
    if (!url.pathname.startsWith("/api/")) {
      file(url.pathname, response);
      return;
    }
    asked.push(url.pathname + url.search);
    const override = overrides.get(url.pathname);
    if (url.pathname === "/api/events") response.writeHead(200, { "content-type": "text/event-stream" }).write(":\n\n");
    else if (failures.has(url.pathname)) json(response, { error: failures.get(url.pathname) }, 422);
    else if (typeof override === "number") json(response, failure, override);
    else if (override === undefined) answer(request, url, response, posted);
    else json(response, override);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    asked,
    posted,
    overrides,
    failures,
    close: () => stop(server),
  };
}

function answer(request: IncomingMessage, url: URL, response: ServerResponse, posted: string[]): void {
  const answers: Record<string, () => unknown> = {
    "/api/watermark": () => fixture.watermark,
    "/api/figures/definitions": () => fixture.definitions,
    "/api/figures": () => fixture.figures(url.searchParams),
    "/api/regions": () => ({ regions: fixture.regions }),
    "/api/published": () => ({
      figures: fixture.published.filter(
        (figure) => url.searchParams.get("population") === `${figure.care_scope}.${figure.care_group}`,
      ),
    }),
    "/api/batches": () => ({ batches: fixture.batches, total: fixture.batches.length }),
    "/api/quality": () => ({ notes: fixture.notes, asOf: 3 }),
    "/api/layouts": () => ({ layouts: fixture.layouts }),
    "/api/jobs": () => ({ jobs: [] }),
    "/api/jobs/1": () => fixture.endedJob,
    "/api/session": () => fixture.session,
  };
  if (request.method === "POST" && url.pathname.startsWith("/api/policies/proposals/")) {
    void text(request).then((body) => {
      posted.push(body);
      json(response, { job: 1, file: "410000-390.yaml" }, 202);
    });
    return;
  }
  if (request.method === "POST") {
    request
      .resume()
      .on("end", () =>
        json(response, { batch: 3, read: 10, accepted: 8, duplicate: 1, replaced: 0, rejected: 1 }, 201),
      );
    return;
  }
  const detail = {
    rejects: { rejects: fixture.rejects, total: fixture.rejects.length },
    quality: { identities: fixture.identities },
  };
  const batch = fixture.batches.find((one) => url.pathname === `/api/batches/${one.id}`);
  const known =
    answers[url.pathname]?.() ??
    settlementAnswer(url) ??
    findingAnswer(url) ??
    batch ??
    detail[url.pathname.split("/").at(-1) as keyof typeof detail];
  json(response, known ?? { error: { code: "request.not_found", message: "nothing here" } }, known ? 200 : 404);
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function file(path: string, response: ServerResponse): void {
  const wanted = join(dist, path);
  const found =
    wanted.startsWith(dist) && existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, "index.html");
  response.setHeader("content-type", types[extname(found)] ?? "application/octet-stream");
  createReadStream(found).pipe(response);
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

if (import.meta.main) console.log((await startStub(8720)).url);
