import { fail } from "../errors.ts";
import { readLock } from "../store/lock.ts";
import type { Options } from "./command.ts";
import type { Progress } from "./progress.ts";
import type { JobView } from "./queue.ts";

/** The server that holds a data folder, as a command of the same user reaches it. */
export interface RunningServer {
  url: string;
  token: string;
}

/** The running server of `folder`, or undefined where the folder is free. @throws store.busy when a command holds it */
export async function findServer(folder: string): Promise<RunningServer | undefined> {
  const holder = await readLock(folder);
  if (!holder) return undefined;
  if (holder.port === undefined || holder.host === undefined) {
    throw fail("store.busy", { folder, pid: holder.pid, what: holder.what });
  }
  return { url: `http://${here(holder.host)}:${holder.port}`, token: holder.token };
}

/** A server that listens everywhere is reached on loopback. */
function here(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** Sends a command to a running server, follows its progress, and gives the finished job. */
export async function handOver(
  server: RunningServer,
  command: string,
  options: Options,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<JobView> {
  const headers = { authorization: `Bearer ${server.token}`, "content-type": "application/json" };
  const response = await fetch(`${server.url}/api/jobs`, {
    method: "POST",
    headers,
    body: JSON.stringify({ command, options }),
  });
  const answer = (await response.json()) as JobView & { error?: { code: string; message: string } };
  if (!response.ok) throw fail("job.refused", { url: server.url, reason: answer.error?.message ?? response.status });
  const stop = () => void fetch(`${server.url}/api/jobs/${answer.id}`, { method: "DELETE", headers });
  signal.addEventListener("abort", stop, { once: true });
  const events = await fetch(`${server.url}/api/jobs/${answer.id}/events`, { headers });
  let last: JobView = answer;
  for await (const line of linesOf(events.body)) {
    if (!line.startsWith("data: ")) continue;
    last = JSON.parse(line.slice(6)) as JobView;
    if (last.progress) onProgress(last.progress);
    if (last.endedAt !== null) break;
  }
  if (last.endedAt === null) throw fail("job.lost", { url: server.url, id: answer.id });
  return last;
}

async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<string> {
  if (!body) return;
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
